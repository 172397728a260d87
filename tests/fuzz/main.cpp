// Feeds mutated files to a reader, reproducibly:
//
//   fuzz_readers READER [RUNS [SEED]]
//   fuzz_readers --seeds FOLDER    writes the good files that it starts from
//
// A run of tests/run does a few thousand under the sanitizers; a night may do millions. Of the
// preset fuzz (clang), fuzz_by_coverage is led by what the readers have not yet been seen to do:
// `fuzz_by_coverage FOLDER`. The first byte of an input then chooses the reader.
#include <fmt/format.h>

#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <exception>
#include <filesystem>
#include <fstream>
#include <random>
#include <string>

#include "fuzz/readers.h"

using dunning::fuzz::Reader;
using dunning::fuzz::readers;

#ifdef DUNNING_LIBFUZZER

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    if (size == 0) return 0;
    const std::string bytes(data + 1, data + size);
    readers()[data[0] % readers().size()].feed(bytes);
    return 0;
}

#else

namespace {

// One to eight small changes: bytes turned, taken out, put in, moved, repeated; or an end too
// early.
class Mutation {
  public:
    explicit Mutation(std::uint64_t seed) : random_(seed) {}

    std::string of(std::string text) {
        for (std::size_t n = 1 + below(8); n > 0 && !text.empty(); --n) change(text);
        return text;
    }
    std::size_t below(std::size_t limit) {
        return static_cast<std::size_t>(random_() % (limit == 0 ? 1 : limit));
    }

  private:
    void change(std::string& text) {
        const std::size_t at = below(text.size());
        const std::size_t length = 1 + below(std::min<std::size_t>(text.size() - at, 24));
        switch (below(7)) {
            case 0:
                text[at] = static_cast<char>(random_());
                break;
            case 1:
                text.erase(at, length);
                break;
            case 2:
                text.insert(at, text.substr(below(text.size()), length));
                break;
            case 3:
                text.insert(at, telling_[below(std::size(telling_))]);
                break;
            case 4:
                text.resize(at);
                break;
            case 5:
                text[at] = static_cast<char>(text[at] ^ static_cast<char>(1U << below(8)));
                break;
            default:
                text.insert(at, std::string(1 + below(300), text[at]));
                break;
        }
    }

    // What breaks readers more often than chance would find.
    static constexpr const char* telling_[] = {"\"",
                                               "\xEF\xBB\xBF",
                                               "\xFF\xFE",
                                               "<!DOCTYPE a [<!ENTITY b \"c\">]>",
                                               "&b;",
                                               "]]>",
                                               "-",
                                               ",",
                                               "99999999999999999999",
                                               "0000",
                                               "2026-02-30",
                                               "\r",
                                               "\n",
                                               "\xC3",
                                               "{",
                                               "[",
                                               ":86:",
                                               "/",
                                               "CR"};

    std::mt19937_64 random_;
};

int feed(const Reader& reader, std::uint64_t runs, std::uint64_t seed) {
    for (std::uint64_t run = 0; run < runs; ++run) {
        Mutation mutation(seed + run);
        const std::string input = mutation.of(reader.seeds[mutation.below(reader.seeds.size())]);
        try {
            reader.feed(input);
        } catch (const std::exception& error) {
            std::printf("%s, seed %llu: %s\n", std::string(reader.name).c_str(),
                        static_cast<unsigned long long>(seed + run), error.what());
            return 1;
        }
    }
    return 0;
}

int write_seeds(const std::filesystem::path& folder) {
    for (std::size_t r = 0; r < readers().size(); ++r) {
        int number = 0;
        for (const std::string& seed : readers()[r].seeds) {
            const std::string name = fmt::format("{}-{}", readers()[r].name, ++number);
            std::ofstream out(folder / name, std::ios::binary);
            out << static_cast<char>(r) << seed << std::flush;
            if (!out) {
                std::puts("a seed cannot be written there");
                return 1;
            }
        }
    }
    return 0;
}

}  // namespace

int main(int count, char** arguments) {
    if (count < 2 || count > 4) {
        std::puts("fuzz_readers READER [RUNS [SEED]]\nfuzz_readers --seeds FOLDER");
        return 2;
    }
    if (arguments[1] == std::string("--seeds")) return count == 3 ? write_seeds(arguments[2]) : 2;
    const std::uint64_t runs = count > 2 ? std::strtoull(arguments[2], nullptr, 10) : 2000;
    const std::uint64_t seed = count > 3 ? std::strtoull(arguments[3], nullptr, 10) : 1;
    for (const Reader& reader : readers()) {
        if (reader.name == arguments[1]) return feed(reader, runs, seed);
    }
    std::puts("no such reader");
    return 2;
}

#endif
