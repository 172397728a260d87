#include "app/money_exit.h"

#include <algorithm>
#include <string>

#include "core/ascii.h"

namespace dunning {
namespace {

// ASCII letters in either case; others as they stand.
bool mentions(std::string_view text, std::string_view word) {
    const auto same = [](char a, char b) { return lower(a) == lower(b); };
    return !word.empty() && !std::ranges::search(text, word, same).empty();
}

}  // namespace

RollMatrix::Exit money_exit(const ReportSettings& settings, ReceiptKind kind,
                            std::string_view method, std::string_view description) {
    if (kind == ReceiptKind::discount) return RollMatrix::credited;  // the text is our own
    for (const std::string& word : settings.written_off) {
        if (mentions(method, word) || mentions(description, word)) return RollMatrix::written_off;
    }
    return kind == ReceiptKind::payment ? RollMatrix::paid : RollMatrix::credited;
}

SettledByWords settled_by(const ReportSettings& settings) {
    return [&settings](ReceiptKind kind, std::string_view method, std::string_view description) {
        switch (money_exit(settings, kind, method, description)) {
            case RollMatrix::paid:
                return SettledBy::money;
            case RollMatrix::written_off:
                return SettledBy::write_off;
            case RollMatrix::credited:
            case RollMatrix::exits:
                return SettledBy::credit;
        }
        return SettledBy::credit;
    };
}

}  // namespace dunning
