# The test layers.the_tests_can_fail: both layer tests are run on planted faults and must name each of
# them, and nothing else.
#
#   cmake -DCHECKS=<cmake/> -DPLANTED=<planted/> -DNM=<nm> -DARCHIVE=<planted archive> -P the_tests_can_fail.cmake
cmake_minimum_required(VERSION 3.25)

# The check must fail and its message hold every planted fault. CMake wraps long lines, so any white
# space counts as one blank.
function(expect_faults check)
    cmake_parse_arguments(arg "" "" "COMMAND;FAULTS" ${ARGN})
    execute_process(COMMAND ${arg_COMMAND} RESULT_VARIABLE status OUTPUT_VARIABLE out ERROR_VARIABLE said)
    if(status EQUAL 0)
        message(FATAL_ERROR "${check} passes on planted faults:\n${out}")
    endif()
    string(REGEX REPLACE "[ \t\r\n]+" " " said "${said}")
    foreach(fault IN LISTS arg_FAULTS)
        string(FIND "${said}" "${fault}" found)
        if(found EQUAL -1)
            message(SEND_ERROR "${check} does not find '${fault}'. It says: ${said}")
        endif()
    endforeach()
    if(said MATCHES "innocent")
        message(SEND_ERROR "${check} blames the innocent: ${said}")
    endif()
endfunction()

expect_faults("layers.includes"
    COMMAND ${CMAKE_COMMAND} -DROOT=${PLANTED} -P ${CHECKS}/CheckIncludes.cmake
    FAULTS
        "lib/core/package.h: core may not include <sqlite3.h>"
        "lib/core/upwards.h: core may not include \"text/csv.h\""
        "lib/core/files.h: core is pure and may not include <fstream>"
        "lib/core/system.h: core may not include <unistd.h>"
        "lib/core/short.h: \"money.h\" must be named from the top"
        "lib/text/late.h: text is pure and may not call getenv"
        "lib/ledger/package.h: ledger may not include <toml++/toml.h>"
        "lib/app/twice.h: lib/ledger/twice.h has a Twice too"
        "cli/sideways.h: cli may not include \"ledger/ledger.h\""
        "lib/app/sql.cpp: SQL belongs into lib/ledger/sqlite"
        "lib/ledger/sqlite/now.cpp: SQL must not ask for the time"
        "lib/ledger/sqlite/now.sql: SQL must not ask for the time")

expect_faults("layers.pure"
    COMMAND ${CMAKE_COMMAND} -DNM=${NM} -DARCHIVES=${ARCHIVE} -P ${CHECKS}/CheckPure.cmake
    FAULTS
        "std::basic_ifstream"
        "std::random_device"
        "std::filesystem::"
        "std::chrono::_V2::system_clock::now"
        "impure.cpp.o: getenv"
        "impure.cpp.o: setlocale"
        "impure.cpp.o: rand"
        "impure.cpp.o: time"
        "impure.cpp.o: stderr"
        "impure.cpp.o: sqlite3_libversion_number")
