// Libraries of the system that are loaded when one of their functions is first called, and not with
// the program: decision 0009.
//
// A function is declared once, with the name and the type that its package gives it:
//
//     constexpr LateLibrary mail_library(DUNNING_LIBRARY_GMIME);  // from the build
//     DUNNING_LATE(mail_library, g_mime_init);
//
// Inside namespace dunning it then stands before the package's own declaration, so calls are
// written as ever; one that is not declared so does not link.
#pragma once

#include <atomic>
#include <stdexcept>
#include <string>

namespace dunning {

// The library is not installed, or is another one than the program was built for.
struct LibraryMissing : std::runtime_error {
    using std::runtime_error::runtime_error;
};

class LateLibrary {
  public:
    // `file`: its name with the version of its binary interface, "libcurl.so.4": what the linker
    // would have written down. It must live as long as the program.
    explicit constexpr LateLibrary(const char* file) : file_(file) {}

    // The address of a function of the library or of one that it needs itself; the library stays.
    // THROWS LibraryMissing.
    void* find(const char* function) const;

  private:
    const char* file_;
};

// Called like the function: it converts to a pointer to it. Any thread may be the first.
template <class Function>
class LateFunction {
  public:
    constexpr LateFunction(const LateLibrary& library, const char* name)
        : library_(library), name_(name) {}

    operator Function*() const {
        Function* function = function_.load(std::memory_order_acquire);
        if (function == nullptr) {
            function = reinterpret_cast<Function*>(library_.find(name_));
            function_.store(function, std::memory_order_release);
        }
        return function;
    }

  private:
    const LateLibrary& library_;
    const char* name_;
    mutable std::atomic<Function*> function_ = nullptr;
};

}  // namespace dunning

#define DUNNING_LATE(library, function)                                  \
    inline constinit const LateFunction<decltype(::function)> function { \
        library, #function                                               \
    }
