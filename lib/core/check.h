// DUNNING_CHECK: our own mistakes, on in every build.
//
// Bad input and a failing environment are never reported this way: they have values and exceptions
// of their own. A failed check means that the program is wrong; going on would risk money.
#pragma once

namespace dunning {

[[noreturn]] void check_failed(const char* condition, const char* file, int line);

}  // namespace dunning

#define DUNNING_CHECK(condition)            \
    (static_cast<bool>(condition) ? void(0) \
                                  : ::dunning::check_failed(#condition, __FILE__, __LINE__))
