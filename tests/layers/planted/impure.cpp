// Does everything that a pure layer must not do. It is compiled and looked at, never run.
#include <sqlite3.h>

#include <chrono>
#include <clocale>
#include <cstdio>
#include <cstdlib>
#include <ctime>
#include <filesystem>
#include <fstream>
#include <random>

namespace dunning {

long planted() {
    std::ifstream stream("file");
    std::random_device device;
    std::setlocale(LC_ALL, "");
    std::fputs("text", stderr);
    const bool found = std::filesystem::exists("file") && std::getenv("HOME") != nullptr;
    const auto now = std::chrono::system_clock::now().time_since_epoch().count();
    return (found ? 1 : 0) + now + std::rand() + std::time(nullptr) + sqlite3_libversion_number();
}

}  // namespace dunning
