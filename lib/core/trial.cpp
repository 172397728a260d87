#include "core/trial.h"

#include <charconv>
#include <cstdint>

namespace dunning {
namespace {

// FNV-1a, then the finalizer of MurmurHash3, because the low digits of FNV alone follow the last
// letter.
std::uint64_t stable_hash(std::string_view trial, std::string_view customer) {
    std::uint64_t hash = 14695981039346656037ULL;
    const auto add = [&](unsigned char byte) { hash = (hash ^ byte) * 1099511628211ULL; };
    for (const char letter : trial) add(static_cast<unsigned char>(letter));
    add(0);
    for (const char letter : customer) add(static_cast<unsigned char>(letter));
    hash ^= hash >> 33;
    hash *= 0xff51afd7ed558ccdULL;
    hash ^= hash >> 33;
    hash *= 0xc4ceb9fe1a85ec53ULL;
    return hash ^ (hash >> 33);
}

bool read_number(std::string_view text, int& number) {
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
    return error == std::errc() && end == text.data() + text.size();
}

}  // namespace

Result<TrialPart> read_trial_part(std::string_view trial, std::string_view range) {
    TrialPart part{.trial = std::string(trial)};
    const auto dash = range.find('-');
    const bool reads = dash != std::string_view::npos &&
                       read_number(range.substr(0, dash), part.first) &&
                       read_number(range.substr(dash + 1), part.last);
    if (reads && 1 <= part.first && part.first <= part.last && part.last <= 100) return part;
    return Fault{"'" + std::string(range) + "' is no part of 1 to 100",
                 "as in \"1-50\" for half of the customers"};
}

int trial_number(std::string_view trial, std::string_view customer) {
    return 1 + static_cast<int>(stable_hash(trial, customer) % 100);
}

bool takes_part(const TrialPart& part, std::string_view customer) {
    const int number = trial_number(part.trial, customer);
    return part.first <= number && number <= part.last;
}

}  // namespace dunning
