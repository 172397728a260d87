#include "core/number_reader.h"

#include <algorithm>
#include <functional>
#include <iterator>
#include <set>
#include <string>
#include <utility>

#include "core/ascii.h"

namespace dunning {
namespace {

std::vector<std::string> numbers_of(const std::vector<Invoice>& invoices,
                                    const std::vector<std::size_t>& issue_order) {
    std::vector<std::string> numbers;
    numbers.reserve(issue_order.size());
    for (const std::size_t i : issue_order) {
        // Nobody writes the number of a charge in the midst of a text, and one of an invoice may
        // look like it.
        const bool is_charge = invoices[i].kind != DebtKind::principal;
        numbers.push_back(is_charge ? std::string() : invoices[i].number);
    }
    return numbers;
}

enum class Kind { letter, digit, other };

Kind kind_of(char c) {
    if (is_digit(c)) return Kind::digit;
    return is_letter(c) ? Kind::letter : Kind::other;
}

// ASCII letters in upper case and digits but for zeros, and where their runs begin and end. However
// a number is spaced and padded in a text, its bare form is that of some runs of the text.
struct Bare {
    struct Run {
        std::size_t begin = 0;
        std::size_t end = 0;
    };
    std::string text = {};
    std::vector<Run> runs = {};
};

Bare bare(std::string_view text) {
    Bare result;
    auto before = Kind::other;
    for (const char c : text.substr(0, NumberFinder::max_searched_bytes)) {
        const auto kind = kind_of(c);
        if (kind != before) result.runs.push_back({result.text.size(), result.text.size()});
        before = kind;
        if (kind == Kind::other || c == '0') continue;
        result.text += upper(c);
        result.runs.back().end = result.text.size();
    }
    std::erase_if(result.runs, [](const Bare::Run& run) { return run.begin == run.end; });
    return result;
}

// Calls visit(part) for every part of one or more whole runs.
template <class Visit>
void visit_parts(const Bare& bare_text, std::size_t longest, const Visit& visit) {
    const std::string_view text = bare_text.text;
    for (std::size_t first = 0; first < bare_text.runs.size(); ++first) {
        const std::size_t begin = bare_text.runs[first].begin;
        for (std::size_t last = first; last < bare_text.runs.size(); ++last) {
            const std::size_t size = bare_text.runs[last].end - begin;
            if (size > longest) break;
            visit(text.substr(begin, size));
        }
    }
}

}  // namespace

NumberReader::NumberReader(const std::vector<Invoice>& invoices,
                           const std::vector<std::size_t>& issue_order)
    : invoices_(invoices), issue_order_(issue_order), finder_(numbers_of(invoices, issue_order)) {}

NumbersRead NumberReader::read(const Texts& texts, std::size_t issued) const {
    NumbersRead read;
    std::set<std::vector<std::size_t>> known;
    for (const std::string_view text : texts) {
        if (text.empty()) continue;
        for (FoundNumber& found : finder_.find(text, issued)) {
            for (std::size_t& place : found.invoices) place = issue_order_[place];
            if (!known.insert(found.invoices).second) continue;
            if (found.invoices.size() == 1) {
                read.certain.push_back(found.invoices.front());
            } else {
                read.ambiguous.push_back(std::move(found.invoices));
            }
        }
    }
    std::erase_if(read.ambiguous, [&](const std::vector<std::size_t>& candidates) {
        return std::ranges::any_of(candidates,
                                   [&](std::size_t invoice) { return known.contains({invoice}); });
    });
    return read;
}

void NumberReader::index_bare_numbers() {
    is_indexed_ = true;
    for (std::size_t place = 0; place < issue_order_.size(); ++place) {
        const std::string number = bare(invoices_[issue_order_[place]].number).text;
        if (number.empty()) {
            without_bare_number_.push_back(place);
        } else {
            bare_numbers_.push_back({std::hash<std::string_view>()(number), place});
            longest_bare_ = std::max(longest_bare_, number.size());
        }
    }
    std::ranges::sort(bare_numbers_, {},
                      [](const Number& number) { return std::pair(number.hash, number.place); });
}

void NumberReader::add_places(std::vector<std::size_t>& places, std::string_view text,
                              std::size_t issued) const {
    visit_parts(bare(text), longest_bare_, [&](std::string_view part) {
        const std::size_t hash = std::hash<std::string_view>()(part);
        auto number = std::ranges::lower_bound(
            bare_numbers_, std::pair(hash, issued), {},
            [](const Number& each) { return std::pair(each.hash, each.place); });
        for (; number != bare_numbers_.end() && number->hash == hash; ++number) {
            places.push_back(number->place);
        }
    });
    std::ranges::copy_if(without_bare_number_, std::back_inserter(places),
                         [&](std::size_t place) { return place >= issued; });
}

std::vector<std::size_t> NumberReader::may_come(const Texts& texts, std::size_t issued) {
    if (issued == issue_order_.size()) return {};
    if (!is_indexed_) index_bare_numbers();
    std::vector<std::size_t> places;
    for (const std::string_view text : texts) {
        if (!text.empty()) add_places(places, text, issued);
    }
    std::ranges::sort(places);
    places.erase(std::unique(places.begin(), places.end()), places.end());
    for (std::size_t& place : places) place = issue_order_[place];
    return places;
}

bool NumberReader::may_stand(const Texts& texts, std::size_t invoice) const {
    const std::string number = bare(invoices_[invoice].number).text;
    bool found = false;
    for (const std::string_view text : texts) {
        if (number.empty()) found |= !text.empty();
        visit_parts(bare(text), number.size(),
                    [&](std::string_view part) { found |= part == number; });
    }
    return found;
}

}  // namespace dunning
