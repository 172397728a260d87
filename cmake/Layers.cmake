# The layers of ARCHITECTURE.md, one library per folder of lib/.
#
#   dunning_library(NAME PACKAGES targets... LATE package:library... INCLUDES folders... EMBED sources...)
#
# PACKAGES are linked; LATE libraries are loaded when first called (lib/core/late_library.h).
#
# Linking alone cannot hold the walls, because Debian puts every package's headers in reach. Two tests
# hold them: layers.includes reads the table below, layers.pure looks at what the archives call.

# folder: the folders of ours that it may include.
set(LAYER_core "")
set(LAYER_text "core")
set(LAYER_formats "core;text")
set(LAYER_render "core;text")
set(LAYER_ledger "core")
set(LAYER_channel "core")
set(LAYER_app "core;text;formats;render;ledger;channel")
set(LAYER_cli "core;text;app")
set(LAYERS core text formats render ledger channel app cli)

# folder: the packages whose headers it may include, as regular expressions on the include path.
set(PACKAGES_core "fmt/|dlfcn\\.h|openssl/")
set(PACKAGES_text "fmt/|rapidjson/|utf8proc|iconv\\.h")
set(PACKAGES_formats "fmt/|toml\\+\\+/|pugixml|zip\\.h|rapidjson/")
set(PACKAGES_render "fmt/|gmime/|pango/|cairo/|glib-object\\.h|qpdf/|qrcodegen/")
set(PACKAGES_ledger "fmt/|SQLiteCpp/|sqlite3\\.h")
set(PACKAGES_channel "fmt/|curl/")
set(PACKAGES_app "fmt/|date/|xlsxwriter\\.h")
set(PACKAGES_cli "fmt/|CLI/")

# These must be the same for the same input: no clock, environment, file or randomness.
set(LAYERS_PURE core text formats render)

# Functions of C that they must not call, linked or loaded late: whole names.
set(IMPURE_C
    "(secure_)?getenv|setenv|putenv|environ|setlocale|newlocale"
    "time|gettimeofday|clock|clock_gettime|localtime(_r)?|mktime|tzset|timespec_get"
    "rand|srand|random|srandom|rand_r|drand48|getrandom|getentropy|arc4random[a-z_]*"
    "fopen(64)?|freopen(64)?|open(64)?|openat(64)?|tmpfile(64)?|mkstemp(64)?|popen|system|fork|execv[a-z]*|posix_spawnp?"
    "g_getenv|g_get_[a-z_]+|g_random_[a-z_]+|g_rand_[a-z_]+|g_file_[a-z_]+|g_date_time_new_now[a-z_]*"
    "g_mime_utils_generate_message_id|sqlite3_[a-z0-9_]+")
list(JOIN IMPURE_C "|" IMPURE_C)

# Gives `target` the headers of a package of pkg_check_modules, and DUNNING_LIBRARY_<PACKAGE>: what one of
# its libraries calls itself, with the version that these headers belong to.
function(dunning_late_package target package library_name)
    set(library ${${package}_LINK_LIBRARIES})
    list(FILTER library INCLUDE REGEX "/lib${library_name}\\.so$")
    execute_process(COMMAND ${CMAKE_OBJDUMP} -p ${library} OUTPUT_VARIABLE headers COMMAND_ERROR_IS_FATAL ANY)
    if(NOT headers MATCHES "SONAME +([^ \n]+)")
        message(FATAL_ERROR "${library} does not say its name; is it a shared library?")
    endif()
    string(TOUPPER ${package} upper)
    target_compile_definitions(${target} PRIVATE DUNNING_LIBRARY_${upper}="${CMAKE_MATCH_1}")
    target_include_directories(${target} SYSTEM PRIVATE ${${package}_INCLUDE_DIRS})
endfunction()

function(dunning_library name)
    cmake_parse_arguments(arg "" "" "PACKAGES;LATE;INCLUDES;EMBED" ${ARGN})
    file(GLOB_RECURSE sources CONFIGURE_DEPENDS ${CMAKE_CURRENT_SOURCE_DIR}/${name}/*.cpp)
    if(NOT sources)
        add_library(dunning_${name} INTERFACE)
        return()
    endif()
    add_library(dunning_${name} STATIC ${sources} ${arg_EMBED})
    target_include_directories(dunning_${name} PUBLIC ${PROJECT_SOURCE_DIR}/lib)
    target_include_directories(dunning_${name} SYSTEM PRIVATE ${arg_INCLUDES})
    target_link_libraries(dunning_${name} PUBLIC fmt::fmt PRIVATE ${arg_PACKAGES} dunning_settings dunning_sanitizers)
    foreach(late IN LISTS arg_LATE)
        string(REPLACE ":" ";" package_and_library ${late})
        dunning_late_package(dunning_${name} ${package_and_library})
    endforeach()
    dunning_batched(dunning_${name})
    foreach(below IN LISTS LAYER_${name})
        target_link_libraries(dunning_${name} PUBLIC dunning_${below})
    endforeach()
endfunction()
