# The layers of ARCHITECTURE.md, one library per folder of lib/.
#
#   dunning_library(NAME DEPENDS other folders... PACKAGES targets...)
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
set(PACKAGES_core "fmt/")
set(PACKAGES_text "fmt/|rapidjson/|utf8proc|kainjow/|glib|iconv\\.h")
set(PACKAGES_formats "fmt/|toml\\+\\+/|pugixml|zip\\.h|rapidjson/")
set(PACKAGES_render "fmt/|gmime/|pango/|cairo/|qpdf/|qrcodegen/")
set(PACKAGES_ledger "fmt/|SQLiteCpp/|sqlite3\\.h|openssl/")
set(PACKAGES_channel "fmt/|curl/")
set(PACKAGES_app "fmt/|date/|xlsxwriter\\.h")
set(PACKAGES_cli "fmt/|CLI/")

# These must be the same for the same input: no clock, environment, file or randomness.
set(LAYERS_PURE core text formats render)

function(dunning_library name)
    cmake_parse_arguments(arg "" "" "PACKAGES;INCLUDES;EMBED" ${ARGN})
    file(GLOB_RECURSE sources CONFIGURE_DEPENDS ${CMAKE_CURRENT_SOURCE_DIR}/${name}/*.cpp)
    if(NOT sources)
        add_library(dunning_${name} INTERFACE)
        return()
    endif()
    add_library(dunning_${name} STATIC ${sources} ${arg_EMBED})
    target_include_directories(dunning_${name} PUBLIC ${PROJECT_SOURCE_DIR}/lib)
    target_include_directories(dunning_${name} SYSTEM PRIVATE ${arg_INCLUDES})
    target_link_libraries(dunning_${name} PUBLIC fmt::fmt PRIVATE ${arg_PACKAGES} dunning_settings dunning_sanitizers)
    dunning_batched(dunning_${name})
    foreach(below IN LISTS LAYER_${name})
        target_link_libraries(dunning_${name} PUBLIC dunning_${below})
    endforeach()
endfunction()
