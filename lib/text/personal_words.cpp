#include "text/personal_words.h"

#include <utf8proc.h>

#include <algorithm>

#include "core/ascii.h"
#include "core/bank_account.h"
#include "core/payment_reference.h"
#include "text/name_key.h"
#include "text/utf8.h"

namespace dunning {
namespace {

constexpr std::size_t shortest_word = 3;
constexpr std::size_t shortest_compact = 2;

enum class Script { none, words, compact };

// Chinese, Japanese and Korean letters stand together without blanks.
bool is_compact(utf8proc_int32_t point) {
    return (point >= 0x2E80 && point <= 0x9FFF && point != 0x3000) ||
           (point >= 0xAC00 && point <= 0xD7AF) || (point >= 0xF900 && point <= 0xFAFF) ||
           (point >= 0x20000 && point <= 0x3FFFF);
}

Script script_of(utf8proc_int32_t point) {
    const auto category = utf8proc_category(point);
    const bool is_letter = category >= UTF8PROC_CATEGORY_LU && category <= UTF8PROC_CATEGORY_ND;
    if (!is_letter) return Script::none;
    return is_compact(point) ? Script::compact : Script::words;
}

// Visits the pieces of one script, in their order; together they are the text.
template <class Visit>
void for_each_piece(std::string_view text, const Visit& visit) {
    const auto* bytes = reinterpret_cast<const utf8proc_uint8_t*>(text.data());
    std::size_t begin = 0;
    Script script = Script::none;
    for (std::size_t at = 0; at < text.size();) {
        utf8proc_int32_t point = 0;
        const auto length =
            utf8proc_iterate(bytes + at, static_cast<utf8proc_ssize_t>(text.size() - at), &point);
        const Script next = length > 0 ? script_of(point) : Script::none;
        if (next != script) {
            if (at > begin) visit(script, text.substr(begin, at - begin));
            begin = at;
            script = next;
        }
        at += length > 0 ? static_cast<std::size_t>(length) : 1;
    }
    if (begin < text.size()) visit(script, text.substr(begin));
}

std::string with_replaced(std::string text, std::string_view what, std::string_view instead) {
    for (auto at = text.find(what); at != std::string::npos;
         at = text.find(what, at + instead.size())) {
        text.replace(at, what.size(), instead);
    }
    return text;
}

// A word of a text, or what stands between two of them.
struct Piece {
    Script script = Script::none;
    std::string_view text;
    bool goes = false;
    bool is_shared = false;  // goes beside another such word, or one that goes
};

// Two words of a person that stand together go, whatever they are alone.
void join_neighbours(std::vector<Piece>& pieces) {
    Piece* before = nullptr;
    for (Piece& piece : pieces) {
        if (piece.script == Script::none) continue;
        const bool marked = piece.goes || piece.is_shared;
        if (marked && before != nullptr) before->goes = piece.goes = true;
        before = marked ? &piece : nullptr;
    }
}

bool has_digit(std::string_view text) {
    return std::ranges::any_of(text, [](char c) { return c >= '0' && c <= '9'; });
}

// What a street is called besides its name; see name_key.
bool is_generic_of_street(std::string_view key) {
    constexpr std::string_view words[] = {
        "STRASSE", "STR",       "STREET", "ROAD",  "AVENUE", "LANE",     "DRIVE",    "SQUARE",
        "COURT",   "PLACE",     "MARKET", "UNIT",  "BLOCK",  "FLOOR",    "BUILDING", "HOUSE",
        "SUITE",   "APARTMENT", "WEG",    "ALLEE", "PLATZ",  "MARKT",    "GASSE",    "RING",
        "DAMM",    "UFER",      "HAUS",   "RUE",   "CHEMIN", "CALLE",    "PLAZA",    "AVENIDA",
        "VIA",     "PIAZZA",    "STRAAT", "LAAN",  "PLEIN",  "BOULEVARD"};
    return std::ranges::find(words, key) != std::end(words);
}

// "朝阳区建国路" of "北京市朝阳区建国路": what comes after the province, the town and the district,
// for who writes to the same town leaves them out.
std::vector<std::string_view> parts_of_compact(std::string_view address) {
    constexpr std::string_view ends[] = {"省", "市", "区", "縣", "县", "镇", "乡"};
    std::vector<std::string_view> parts = {address};
    for (const std::string_view end : ends) {
        const auto at = parts.back().find(end);
        if (at != address.npos) parts.push_back(parts.back().substr(at + end.size()));
    }
    return parts;
}

// The words of a text by their places: accounts are told in Latin letters and digits.
struct Word {
    std::size_t begin = 0;
    std::size_t end = 0;
};

std::vector<Word> ascii_words(std::string_view text) {
    std::vector<Word> words;
    for (std::size_t at = 0; at < text.size(); ++at) {
        if (!is_letter_or_digit(text[at])) continue;
        if (words.empty() || words.back().end != at) words.push_back({at, at});
        words.back().end = at + 1;
    }
    return words;
}

}  // namespace

void PersonalWords::add_name(std::string_view name) {
    for_each_piece(name, [&](Script script, std::string_view piece) {
        const std::size_t letters = count_characters(piece);
        if (script == Script::compact && letters >= shortest_compact) compact_.emplace(piece);
        if (script == Script::words && letters >= shortest_word) keys_.insert(name_key(piece));
    });
    keys_.erase("");
}

void PersonalWords::add_address(std::string_view street, std::string_view postal_code,
                                std::string_view town) {
    std::set<std::string> of_town;
    for (const std::string_view text : {postal_code, town}) {
        for_each_piece(text, [&](Script script, std::string_view piece) {
            if (script == Script::words) of_town.insert(name_key(piece));
        });
    }
    for_each_piece(street, [&](Script script, std::string_view piece) {
        if (script == Script::compact) {
            for (const std::string_view part : parts_of_compact(piece)) {
                if (count_characters(part) > shortest_compact) compact_.emplace(part);
            }
        }
        if (script != Script::words) return;
        std::string key = name_key(piece);
        constexpr std::size_t too_short = 3;
        const bool is_own = !has_digit(key) && count_characters(piece) > too_short &&
                            !of_town.contains(key) && !is_generic_of_street(key);
        if (!is_own) return static_cast<void>(shared_.insert(std::move(key)));
        constexpr std::string_view whole = "STRASSE";  // "Hafenstr." stands for it
        if (key.ends_with(whole)) keys_.insert(key.substr(0, key.size() - 4));
        keys_.insert(std::move(key));
    });
    shared_.merge(of_town);
    shared_.erase("");
    keys_.erase("");
}

void PersonalWords::add_account(std::string_view account) {
    if (!account.empty()) accounts_.emplace_back(account);
}

std::string PersonalWords::without(std::string_view text, std::string_view instead) const {
    return without_words(without_accounts(text, instead), instead);
}

std::string PersonalWords::without_words(std::string_view text, std::string_view instead) const {
    std::vector<Piece> pieces;
    for_each_piece(text, [&](Script script, std::string_view text_of_piece) {
        Piece piece{.script = script, .text = text_of_piece};
        if (script == Script::words) {
            std::string key = name_key(text_of_piece);
            piece.goes = keys_.contains(key);
            piece.is_shared = shared_.contains(key);
            if (!piece.goes && key.ends_with('S')) key.pop_back();
            piece.goes = piece.goes || keys_.contains(key);
        }
        pieces.push_back(piece);
    });
    join_neighbours(pieces);
    // The longest first: a part of it would leave the rest.
    std::vector<std::string_view> compact(compact_.begin(), compact_.end());
    std::ranges::stable_sort(compact, std::ranges::greater(), &std::string_view::size);
    std::string result;
    for (const Piece& piece : pieces) {
        std::string rest(piece.goes ? instead : piece.text);
        if (piece.script == Script::compact) {
            for (const std::string_view name : compact) rest = with_replaced(rest, name, instead);
        }
        result += rest;
    }
    return result;
}

bool PersonalWords::is_account(std::string_view text) const {
    constexpr std::ptrdiff_t too_short = 6;
    std::string letters;
    std::ranges::copy_if(text, std::back_inserter(letters), is_letter_or_digit);
    if (std::ssize(letters) < too_short || !has_digit(letters)) return false;
    std::ranges::transform(letters, letters.begin(), upper);
    if (is_creditor_reference(letters)) return false;  // RF is no country, its check digits agree
    return is_iban(letters) || std::ranges::any_of(accounts_, [&](const std::string& account) {
               return is_same_account(text, account);
           });
}

std::string PersonalWords::without_accounts(std::string_view text, std::string_view instead) const {
    constexpr std::size_t most_groups = 9;  // an IBAN has up to 34 letters, in groups of four
    const std::vector<Word> words = ascii_words(text);
    std::string result;
    std::size_t told = 0;
    for (std::size_t first = 0; first < words.size(); ++first) {
        if (words[first].begin < told) continue;
        const std::size_t end = std::min(words.size(), first + most_groups);
        for (std::size_t last = first; last < end; ++last) {
            // One blank, dash or stroke parts groups of one number.
            if (last > first && words[last].begin != words[last - 1].end + 1) break;
            const std::size_t begin = words[first].begin;
            if (!is_account(text.substr(begin, words[last].end - begin))) continue;
            result += text.substr(told, begin - told);
            result += instead;
            told = words[last].end;
            break;
        }
    }
    return result += text.substr(told);
}

}  // namespace dunning
