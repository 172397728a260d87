# The test layers.pure: what the archives of the pure layers call must name no clock, environment, file,
# locale, randomness or database. Headers inline much, so the symbols are the better witness.
#
#   cmake -DNM=<nm> "-DARCHIVES=<lib.a;…>" -P CheckPure.cmake
cmake_minimum_required(VERSION 3.25)
include(${CMAKE_CURRENT_LIST_DIR}/Layers.cmake)

# Names in C++ as nm -C prints them; a part of the name is enough.
set(impure_cpp
    "std::chrono::[a-zA-Z0-9_:]*clock::now"
    "std::(__cxx11::)?basic_[io]?(fstream|filebuf)"
    "std::filesystem::"
    "std::random_device"
    "std::(__cxx11::)?locale::(locale\\(char|locale\\(std::|global)"
    "SQLite::"
    "fmt::v[0-9]+::vprint")

# A failed check says so before it aborts; nothing else of these layers may print.
set(printing "std::c(out|err|log|in)|stdout|stderr|stdin|f?printf|__f?printf_chk|puts|fputs|putchar|fwrite")
set(may_print "^check\\.cpp\\.o$")

list(JOIN impure_cpp "|" impure_cpp)

function(check_symbol archive object symbol)
    set(is_impure FALSE)
    if(symbol MATCHES "${impure_cpp}" OR symbol MATCHES "^(${IMPURE_C})$")
        set(is_impure TRUE)
    elseif(symbol MATCHES "^(${printing})$" AND NOT object MATCHES "${may_print}")
        set(is_impure TRUE)
    endif()
    if(is_impure)
        set(faults "${faults}  ${archive}, ${object}: ${symbol}\n" PARENT_SCOPE)
    endif()
endfunction()

# nm prints "object.o:" and below it lines of "   U symbol". Brackets and semicolons would be taken for
# list syntax, and no name above has any.
function(check_archive archive)
    execute_process(COMMAND ${NM} -u -C ${archive} OUTPUT_VARIABLE text COMMAND_ERROR_IS_FATAL ANY)
    string(REGEX REPLACE "[][;]" "?" text "${text}")
    string(REPLACE "\n" ";" lines "${text}")
    get_filename_component(name ${archive} NAME)
    set(object "")
    set(symbols 0)
    foreach(line IN LISTS lines)
        if(line MATCHES "^([^ ].*):$")
            set(object ${CMAKE_MATCH_1})
        elseif(line MATCHES "^ +[Uwv] (.*)$")
            math(EXPR symbols "${symbols} + 1")
            check_symbol(${name} "${object}" "${CMAKE_MATCH_1}")
        endif()
    endforeach()
    if(symbols EQUAL 0)
        string(APPEND faults "  ${name}: names no symbol at all, which cannot be\n")
    endif()
    set(faults "${faults}" PARENT_SCOPE)
endfunction()

set(faults "")
if(NOT ARCHIVES)
    message(FATAL_ERROR "No archive was given.")
endif()
foreach(archive IN LISTS ARCHIVES)
    check_archive(${archive})
endforeach()
if(faults)
    message(FATAL_ERROR "A pure layer calls what only the layers above it may:\n${faults}")
endif()
list(LENGTH ARCHIVES count)
message(STATUS "${count} archives are pure.")
