# embed_files(OUT TABLE_NAME HEADER BASE_DIR files...)
#
# Turns text files into one .cpp with a table of (path relative to BASE_DIR, contents), so that the
# binary alone is enough. HEADER declares the table as
#   extern const std::span<const dunning::EmbeddedFile> TABLE_NAME;
# The list of files is part of the build: a changed file is embedded again.
function(embed_files out table header base)
    set(target_file ${CMAKE_CURRENT_BINARY_DIR}/embedded_${table}.cpp)
    add_custom_command(OUTPUT ${target_file}
        COMMAND ${CMAKE_COMMAND} -DOUT=${target_file} -DTABLE=${table} -DHEADER=${header} -DBASE=${base}
                "-DFILES=${ARGN}" -P ${PROJECT_SOURCE_DIR}/cmake/EmbedFilesScript.cmake
        DEPENDS ${ARGN} ${PROJECT_SOURCE_DIR}/cmake/EmbedFilesScript.cmake
        COMMENT "Embedding ${table}" VERBATIM)
    set(${out} ${target_file} PARENT_SCOPE)
endfunction()
