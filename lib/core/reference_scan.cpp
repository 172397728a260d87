// references_in and reference_keys_in: the structured references that stand in a free text.
#include <algorithm>
#include <array>
#include <cstddef>

#include "core/ascii.h"
#include "core/payment_reference.h"

namespace dunning {
namespace {

bool is_blank(char c) {
    return c == ' ' || c == '\t' || c == '\n' || c == '\r';
}

// The end of the run of characters of one kind that starts at `from`, at most `most` of them.
template <class Kind>
std::size_t end_of_run(std::string_view text, std::size_t from, std::size_t most,
                       const Kind& kind) {
    const std::size_t last = std::min(text.size(), from + std::min(most, text.size()));
    while (from < last && kind(text[from])) ++from;
    return from;
}

class Scan {
  public:
    explicit Scan(std::string_view text) : text_(text) {}

    std::vector<std::string> run() {
        for (std::size_t at = 0; at < text_.size(); ++at) {
            switch (text_[at]) {
                case 'R':
                case 'r':
                    find_creditor_reference(at);
                    break;
                case '+':
                case '*':
                    find_belgian_with_signs(at);
                    break;
                default:
                    if (is_digit(text_[at]) && (at == 0 || !is_digit(text_[at - 1]))) {
                        find_swiss_qr(at);
                        find_belgian_with_slashes(at);
                    }
            }
        }
        return std::move(found_);
    }

  private:
    void take(std::string_view reference) {
        std::string key = reference_key(reference);
        if (std::ranges::find(found_, key) == found_.end()) found_.push_back(std::move(key));
    }

    // One word, or groups of four of which only the last may be shorter. A blank does not say
    // whether the reference goes on, so each length is tried; the longest one first, since a part
    // has right check digits by accident more easily than the whole has.
    void find_creditor_reference(std::size_t at) {
        constexpr std::size_t longest_word = 26;  // one more than a reference has
        if (at > 0 && is_letter_or_digit(text_[at - 1])) return;
        std::array<std::size_t, 7> ends{};
        std::size_t words = 0;
        for (std::size_t from = at; words < ends.size();) {
            const auto end = end_of_run(text_, from, longest_word, is_letter_or_digit);
            if (end == from || (words > 0 && end - from > 4)) break;
            ends[words++] = end;
            if (end - from != 4 || end + 1 >= text_.size() || !is_blank(text_[end])) break;
            from = end + 1;
        }
        for (; words > 0; --words) {
            const auto reference = text_.substr(at, ends[words - 1] - at);
            if (is_creditor_reference(reference)) take(reference);
        }
    }

    // 27 digits, or 2 and five times 5 with single blanks between; no digit before or after.
    void find_swiss_qr(std::size_t at) {
        constexpr std::size_t digits = 27;
        auto end = end_of_run(text_, at, digits + 1, is_digit);
        if (end - at == 2) {
            for (int group = 0; group < 5; ++group) {
                if (end >= text_.size() || !is_blank(text_[end])) return;
                const auto next = end_of_run(text_, end + 1, 6, is_digit);
                if (next - (end + 1) != 5) return;
                end = next;
            }
        } else if (end - at != digits) {
            return;
        }
        const auto reference = text_.substr(at, end - at);
        if (is_swiss_qr_reference(reference)) take(reference);
    }

    // "+++", what is no sign, "+++"; the same with "***".
    void find_belgian_with_signs(std::size_t at) {
        constexpr std::size_t longest_inside = 24;  // with a blank beside each slash and sign
        const std::string_view sign = text_.substr(at, 3);
        if (sign != "+++" && sign != "***") return;
        const auto inside =
            end_of_run(text_, at + 3, longest_inside, [&](char c) { return c != sign[0]; });
        if (text_.substr(inside, 3) != sign) return;
        const auto reference = text_.substr(at, inside + 3 - at);
        if (is_belgian_ogm(reference)) take(reference);
    }

    // "010/1234/56732": payers leave out the signs, and the shape is still one of its own.
    void find_belgian_with_slashes(std::size_t at) {
        constexpr std::size_t size = 14;
        const auto reference = text_.substr(at, size);
        if (reference.size() != size || reference[3] != '/') return;
        const bool goes_on = at + size < text_.size() && is_digit(text_[at + size]);
        if (!goes_on && is_belgian_ogm(reference)) take(reference);
    }

    std::string_view text_;
    std::vector<std::string> found_ = {};
};

// A word of digits and up to so many that follow it after single blanks; with letters or more
// digits beside it, it is no word.
void add_bare_references(std::string_view text, std::vector<std::string>& keys) {
    constexpr std::size_t shortest = 5;
    constexpr std::size_t longest = 25;
    constexpr int most_groups = 6;
    const auto add = [&](std::string_view digits) {
        if (!scheme_of(digits)) return;
        std::string key = reference_key(digits);
        if (std::ranges::find(keys, key) == keys.end()) keys.push_back(std::move(key));
    };
    for (std::size_t at = 0; at < text.size(); ++at) {
        if (!is_digit(text[at]) || (at > 0 && is_letter_or_digit(text[at - 1]))) continue;
        std::string digits;
        std::size_t from = at;
        for (int group = 0; group < most_groups; ++group) {
            const auto end = end_of_run(text, from, longest + 1, is_digit);
            if (end == from || (end < text.size() && is_letter_or_digit(text[end]))) break;
            digits += text.substr(from, end - from);
            if (digits.size() > longest) break;
            if (digits.size() >= shortest) add(digits);
            if (end >= text.size() || text[end] != ' ') break;
            from = end + 1;
        }
    }
}

}  // namespace

std::vector<std::string> references_in(std::string_view free_text) {
    return Scan(free_text).run();
}

std::vector<std::string> reference_keys_in(std::string_view text) {
    std::vector<std::string> keys;
    if (std::string whole = reference_key(text); !whole.empty()) keys.push_back(std::move(whole));
    for (std::string& key : references_in(text)) {
        if (std::ranges::find(keys, key) == keys.end()) keys.push_back(std::move(key));
    }
    add_bare_references(text, keys);
    return keys;
}

}  // namespace dunning
