# Run by embed_files: writes OUT. Raw string literals are cut into pieces, because a compiler need only
# take 65,536 characters in one.
set(text "// Generated from files; edit those.\n#include \"${HEADER}\"\n\n#include <array>\n\nnamespace dunning {\nnamespace {\nconstexpr EmbeddedFile ${TABLE}_files[] = {\n")
foreach(file IN LISTS FILES)
    file(RELATIVE_PATH name ${BASE} ${file})
    file(READ ${file} contents HEX)
    string(LENGTH "${contents}" digits)
    math(EXPR bytes "${digits} / 2")
    string(REGEX REPLACE "([0-9a-f][0-9a-f])" "\\\\x\\1" escaped "${contents}")
    string(REGEX REPLACE "(\\\\x..\\\\x..\\\\x..\\\\x..\\\\x..\\\\x..\\\\x..\\\\x..\\\\x..\\\\x..\\\\x..\\\\x..\\\\x..\\\\x..\\\\x..\\\\x..)" "\\1\"\n     \"" escaped "${escaped}")
    string(APPEND text "    {\"${name}\", std::string_view(\"${escaped}\", ${bytes})},\n")
endforeach()
string(APPEND text "};\n}  // namespace\n\nconst std::span<const EmbeddedFile> ${TABLE}{${TABLE}_files};\n\n}  // namespace dunning\n")
file(WRITE ${OUT} "${text}")
