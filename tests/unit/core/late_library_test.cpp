#include "core/late_library.h"

#include <doctest/doctest.h>
#include <stdlib.h>

#include <string>

namespace dunning {
namespace {

constexpr LateLibrary c_library("libc.so.6");
constexpr LateLibrary missing_library("libdunning-is-not-here.so.1");

DUNNING_LATE(c_library, labs);

std::string said_when_looking_for(const LateLibrary& library, const char* function) {
    try {
        library.find(function);
    } catch (const LibraryMissing& missing) {
        return missing.what();
    }
    return "found";
}

}  // namespace

TEST_CASE("a function that is loaded late is called like the one of the header") {
    CHECK(labs(-3) == 3);
    CHECK(labs(-4) == 4);  // the second time it is known
    long (*const pointer)(long) = labs;
    CHECK(pointer(-5) == 5);
}

TEST_CASE("a library that is missing or another version is named, with what to do") {
    CHECK(said_when_looking_for(c_library, "labs") == "found");
    const std::string no_library = said_when_looking_for(missing_library, "labs");
    CHECK(no_library.starts_with("the library libdunning-is-not-here.so.1 cannot be loaded: "));
    CHECK(no_library.ends_with("\n    install it"));
    CHECK(said_when_looking_for(c_library, "no_such_function_at_all") ==
          "the library libc.so.6 has no no_such_function_at_all\n    install the version that this "
          "program was built for");
}

}  // namespace dunning
