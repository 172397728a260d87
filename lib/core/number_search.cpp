// NumberFinder::find: every stretch of up to a few runs of a text is looked up, then the hits that
// overlap are settled. The rules are in number_finder.h.
#include <algorithm>
#include <array>
#include <optional>
#include <set>
#include <tuple>

#include "core/ascii.h"
#include "core/date.h"
#include "core/number_finder.h"
#include "core/number_forms.h"
#include "core/text_runs.h"

namespace dunning {
namespace {

bool is_blank(char c) {
    return c == ' ' || c == '\t' || c == '\r' || c == '\n' || c == '\v';
}

std::size_t digits_in(std::string_view key) {
    return static_cast<std::size_t>(std::ranges::count_if(key, is_digit));
}

// A year of four digits is a part of a number rather than one in a list of numbers.
bool is_year(std::string_view digits) {
    return digits.size() == 4 && (digits.starts_with("19") || digits.starts_with("20"));
}

bool is_only_blanks(std::string_view gap) {
    return std::ranges::all_of(gap, is_blank);
}

// One of "/ , ; + &" and blanks around it.
bool is_sign_of_lists(std::string_view gap) {
    const auto sign = gap.find_first_of("/,;+&");
    return sign != gap.npos && is_only_blanks(gap.substr(0, sign)) &&
           is_only_blanks(gap.substr(sign + 1));
}

bool is_word_of_lists(std::string_view word) {
    constexpr std::array<std::string_view, 4> words{"UND", "U", "AND", "ET"};
    return std::ranges::any_of(words, [&](auto each) { return equal_but_for_case(word, each); });
}

// Runs of the text, both included.
struct Window {
    std::size_t first = 0;
    std::size_t last = 0;
};

// What the rules ask of a window, found once for all invoices that it may be.
struct Surroundings {
    bool begins_word = true;  // also after a word for invoice, glued or not
    bool ends_word = true;
    bool after_glued_word = false;    // "RE" of RE0042
    bool letters_may_follow = false;  // "EUR" of 20260042EUR, not "A" of 20260042A
    bool over_blank = false;
    bool is_date_or_amount = false;
    NumberHint hint = NumberHint::none;
};

}  // namespace

class NumberSearch {
  public:
    NumberSearch(const NumberFinder& finder, std::string_view text, std::size_t count)
        : finder_(finder),
          count_(count),
          text_(text.substr(0, NumberFinder::max_searched_bytes)),
          is_whole_(text_.size() == text.size()),
          runs_(runs_of(text_)) {
        mask_grouped_numbers(text_, runs_);
        taken_.assign(runs_.size(), no_hit);
    }

    std::vector<FoundNumber> run() {
        for (std::size_t first = 0; first < runs_.size(); ++first) {
            look_up_from(first);
        }
        settle();
        find_listed();
        find_cut();
        return result();
    }

  private:
    static constexpr std::size_t no_hit = SIZE_MAX;

    struct Hit {
        Window window;
        NumberMatch how = NumberMatch::exact;
        bool digits_over_blank = false;
        std::size_t key_size = 0;
        std::vector<std::size_t> invoices = {};
    };

    std::string_view text_of(const Run& run) const {
        return text_.substr(run.begin, run.end - run.begin);
    }
    std::string_view text_of(Window window) const {
        const auto begin = runs_[window.first].begin;
        return text_.substr(begin, runs_[window.last].end - begin);
    }
    std::string_view gap_before(std::size_t run) const {
        const std::size_t begin = run == 0 ? 0 : runs_[run - 1].end;
        return text_.substr(begin, runs_[run].begin - begin);
    }

    void look_up_from(std::size_t first) {
        if (!finder_.may_begin(text_of(runs_[first]))) return;
        for (std::size_t last = first; can_be_number({first, last}); ++last) {
            if (!goes_on({first, last})) look_up({first, last});
        }
    }

    // Longer stretches than any number, its separators and some padding are not looked at.
    bool can_be_number(Window window) const {
        return window.last < runs_.size() && !runs_[window.last].masked &&
               is_of_size(window, finder_.most_runs_, finder_.longest_key_);
    }

    // The bounds of one invoice's number, so that the others do not matter to it.
    bool is_of_size(Window window, std::uint32_t invoice) const {
        const std::string& number = finder_.numbers_[invoice];
        return is_of_size(window, runs_of(number).size(), number_key(number).size());
    }

    bool is_of_size(Window window, std::size_t runs, std::size_t key_size) const {
        constexpr std::size_t more_runs = 3;
        return window.last - window.first < runs + more_runs &&
               text_of(window).size() <= 2 * key_size + 32;
    }

    // Whether the run before or after belongs to the same number, as in "2026-17" and "2026,00".
    bool goes_on(Window window) const {
        return (window.first > 0 && continues(window.first)) ||
               (window.last + 1 < runs_.size() &&
                (continues(window.last + 1) || adds_letter(window.last + 1)));
    }

    // Whether the digits of the run continue the digits before: joined by one sign, and not two
    // numbers of a list.
    bool continues(std::size_t run) const {
        const auto gap = gap_before(run);
        if (gap.size() != 1 || runs_[run].kind != RunKind::digits) return false;
        if (runs_[run - 1].kind != RunKind::digits) return false;
        if (gap == "-" || gap == "_") return true;
        if (gap != "/" && gap != "." && gap != ",") return false;
        const auto before = text_of(runs_[run - 1]);
        const auto digits = text_of(runs_[run]);
        const bool is_list = before.size() == digits.size() && digits.size() >= 4 &&
                             !is_year(before) && !is_year(digits);
        return !is_list;
    }

    // "4711-a" is another invoice than 4711.
    bool adds_letter(std::size_t run) const {
        const auto gap = gap_before(run);
        return (gap == "-" || gap == "/" || gap == "_") && runs_[run].kind == RunKind::letters &&
               text_of(runs_[run]).size() == 1;
    }

    void look_up(Window window) {
        const std::string key = number_key(text_of(window));
        Hit hit{.window = window, .key_size = key.size()};
        collect(finder_.joined_, key, NumberMatch::separators, hit);
        if (hit.invoices.empty()) {
            collect(finder_.unpadded_, unpadded_key(text_of(window)), NumberMatch::padding, hit);
        }
        if (hit.invoices.empty() && may_be_bare(window, key)) {
            collect(finder_.bare_, key, NumberMatch::bare, hit);
        }
        if (hit.invoices.empty() && may_be_bare_and_unpadded(window, key)) {
            look_up_with_letters(window, hit);
        }
        if (hit.invoices.empty()) return;
        hit.digits_over_blank = is_over_blank(window) && digits_in(key) == key.size();
        std::ranges::sort(hit.invoices);
        hits_.push_back(std::move(hit));
    }

    // Other letters joined in front make another number of it: CR-2026-0042 is no INV-2026-0042.
    // And eight digits may be a day.
    bool may_be_bare(Window window, std::string_view key) const {
        if (!are_digits(key) || !is_strong_number(key)) return false;
        const auto around = surroundings(window);
        if (!around.begins_word || !around.ends_word) return false;
        if (around.over_blank && around.hint != NumberHint::invoice) return false;
        const bool is_joined =
            window.first > 0 &&
            gap_before(window.first).find_first_not_of("-/._#") == std::string_view::npos;
        if (around.hint == NumberHint::invoice) return true;
        const bool is_day = window.first == window.last && parse_date(key, "%Y%m%d").has_value();
        return !is_day && !(is_joined && runs_[window.first - 1].kind != RunKind::digits);
    }

    // "Rechnung 2026-42": only a word for invoice says that letters and zeros were left out, and
    // even then a year is a year.
    bool may_be_bare_and_unpadded(Window window, std::string_view key) const {
        constexpr std::size_t least_digits = 4;
        if (!are_digits(key) || key.size() < least_digits || is_year(key)) return false;
        const auto around = surroundings(window);
        return around.hint == NumberHint::invoice && around.begins_word && around.ends_word &&
               !around.over_blank && !around.is_date_or_amount;
    }

    void look_up_with_letters(Window window, Hit& hit) const {
        for (const std::string_view letters : finder_.letters_in_front(count_)) {
            const auto key = std::string(letters) + unpadded_key(text_of(window));
            Hit with_letters{.window = window};
            collect(finder_.unpadded_, key, NumberMatch::bare, with_letters);
            add_candidates(hit, with_letters.invoices);
        }
        if (!hit.invoices.empty()) hit.how = NumberMatch::bare;
    }

    // Of the invoices with that key those that the rules allow; as they are written, if any is.
    void collect(const NumberFinder::Index& index, std::string key, NumberMatch how,
                 Hit& hit) const {
        constexpr int longest_walk = 1000;  // no honest book has so many that differ in separators
        auto invoice = index.find(finder_.numbers_, key);
        if (invoice >= count_) return;  // nearly always: there is none
        const auto around = surroundings(hit.window);
        std::erase(key, '|');
        hit.how = how;
        for (int walked = 0; invoice < count_ && walked < longest_walk; ++walked) {
            const auto match = is_exact(invoice, hit.window, around) ? NumberMatch::exact : how;
            if (match <= hit.how && is_of_size(hit.window, invoice) &&
                is_allowed(key, match, hit.window, around)) {
                if (match < hit.how) hit.invoices.clear();
                hit.how = match;
                if (hit.invoices.size() < NumberFinder::max_candidates) {
                    hit.invoices.push_back(invoice);
                }
            }
            invoice = index.next(invoice);
        }
    }

    bool is_exact(std::uint32_t invoice, Window window, const Surroundings& around) const {
        return around.begins_word && !around.after_glued_word && around.ends_word &&
               equal_but_for_case(text_of(window), finder_.numbers_[invoice]);
    }

    bool is_allowed(std::string_view key, NumberMatch match, Window window,
                    const Surroundings& around) const {
        const std::size_t digits = digits_in(key);
        const bool is_word = around.begins_word && around.ends_word;
        if (digits == key.size() && is_beside_currency(window)) return false;
        if (!is_word && !may_be_glued(key, around)) return false;
        if (match != NumberMatch::exact) {
            if (digits == 0 || around.is_date_or_amount) return false;
            const bool is_loose = around.over_blank || match == NumberMatch::padding;
            if (is_loose && digits < key.size() && key.size() < 4) return false;
            if (around.over_blank && digits == key.size() && key.size() < 6) return false;
        }
        if (digits > 0 && digits < key.size()) return true;
        if (digits > 0 && around.hint == NumberHint::other) return false;
        if (key.size() < 3 && around.hint != NumberHint::invoice) return false;
        const bool is_one_word =
            is_word && (match == NumberMatch::exact || window.first == window.last);
        return key.size() >= 4 || is_one_word;
    }

    static bool may_be_glued(std::string_view key, const Surroundings& around) {
        return is_strong_number(key) && (around.ends_word || around.letters_may_follow);
    }

    Surroundings surroundings(Window window) const {
        Surroundings around{.hint = hint_before(window.first)};
        around.after_glued_word = runs_[window.first].glued && around.hint == NumberHint::invoice;
        around.begins_word = !runs_[window.first].glued || around.after_glued_word;
        const std::size_t next = window.last + 1;
        around.ends_word = next == runs_.size() || !runs_[next].glued;
        around.letters_may_follow = !around.ends_word && runs_[next].end - runs_[next].begin > 1 &&
                                    runs_[next].kind == RunKind::letters &&
                                    (next + 1 == runs_.size() || !runs_[next + 1].glued);
        around.over_blank = is_over_blank(window);
        around.is_date_or_amount =
            is_date(window) || ends_in_amount(window) || is_beside_currency(window);
        return around;
    }

    bool is_over_blank(Window window) const {
        for (std::size_t run = window.first + 1; run <= window.last; ++run) {
            if (std::ranges::any_of(gap_before(run), is_blank)) return true;
        }
        return false;
    }

    // The word before a run; of "Re.Nr. 42" it is "Re", and "Nr. 42" with nothing before it is as
    // good as an invoice's.
    NumberHint hint_before(std::size_t run) const {
        constexpr std::size_t widest_gap = 4;
        constexpr std::size_t longest_word = 64;
        constexpr int most_words = 3;
        int words = 0;
        for (; words < most_words && run > 0; ++words, --run) {
            const auto word = text_of(runs_[run - 1]);
            const bool is_near = gap_before(run).size() <= widest_gap;
            if (!is_near || runs_[run - 1].kind == RunKind::digits) break;
            if (word.size() > longest_word) return NumberHint::none;
            if (!is_connector(word)) return hint_of(word);
        }
        return words > 0 && words < most_words ? NumberHint::invoice : NumberHint::none;
    }

    bool is_date(Window window) const {
        if (window.last != window.first + 2) return false;
        std::array<std::size_t, 3> sizes{};
        for (std::size_t i = 0; i < 3; ++i) {
            const Run& run = runs_[window.first + i];
            if (run.kind != RunKind::digits) return false;
            sizes[i] = run.end - run.begin;
        }
        const auto gap = gap_before(window.last);
        if (gap != gap_before(window.first + 1)) return false;
        if (gap != "." && gap != "/" && gap != "-") return false;
        const bool day_first = sizes[0] <= 2 && sizes[1] <= 2 && (sizes[2] == 2 || sizes[2] == 4);
        return day_first || (sizes[0] == 4 && sizes[1] <= 2 && sizes[2] <= 2);
    }

    // "12.34", "1.234.56" and "RE 250.00".
    bool ends_in_amount(Window window) const {
        if (text_of(runs_[window.last]).size() != 2) return false;
        std::size_t run = window.last;
        while (run > window.first && runs_[run].kind == RunKind::digits && gap_before(run) == ".") {
            --run;
        }
        if (run == window.last || runs_[run].kind != RunKind::digits) return false;
        return run == window.first || std::ranges::any_of(gap_before(run), is_blank);
    }

    // "1.234 EUR", "€ 1,234": grouped, or too short to be anything else.
    bool is_beside_currency(Window window) const {
        constexpr std::size_t longest_amount = 5;
        if (!has_currency_before(window.first) && !has_currency_after(window.last)) return false;
        const std::string_view text = text_of(window);
        const bool is_grouped = text.find_first_not_of("0123456789.,'") == text.npos &&
                                text.find_first_of(".,'") != text.npos;
        return is_grouped || (are_digits(text) && text.size() <= longest_amount);
    }

    bool is_currency(std::size_t run) const {
        return gap_before(run).size() <= 1 && is_currency_word(text_of(runs_[run]));
    }

    bool has_currency_before(std::size_t run) const {
        if (has_currency_sign(gap_before(run))) return true;
        return run > 0 && gap_before(run).size() <= 1 && is_currency_word(text_of(runs_[run - 1]));
    }

    // In "1234 EUR 500" the currency is the other number's.
    bool has_currency_after(std::size_t run) const {
        const std::size_t next = run + 1;
        if (next == runs_.size()) return has_currency_sign(text_.substr(runs_[run].end));
        if (runs_[next].kind == RunKind::digits) return false;
        if (has_currency_sign(gap_before(next))) return true;
        const bool is_of_next = next + 1 < runs_.size() && runs_[next + 1].kind == RunKind::digits;
        return is_currency(next) && !is_of_next;
    }

    // The longest number first, the most certain way first; what overlaps it is a part of it. Only
    // digits that were joined over a blank may be two numbers after all: then both are candidates.
    void settle() {
        std::ranges::stable_sort(hits_, {}, [](const Hit& hit) {
            return std::tuple(SIZE_MAX - hit.key_size, hit.how, hit.window.first);
        });
        for (std::size_t i = 0; i < hits_.size(); ++i) {
            const std::size_t owner = owner_of(hits_[i].window);
            if (owner == no_hit) {
                take(i);
            } else if (hits_[owner].digits_over_blank && hits_[i].how == NumberMatch::exact) {
                add_candidates(hits_[owner], hits_[i].invoices);
            }
        }
    }

    std::size_t owner_of(Window window) const {
        for (std::size_t run = window.first; run <= window.last; ++run) {
            if (taken_[run] != no_hit) return taken_[run];
        }
        return no_hit;
    }

    void take(std::size_t hit) {
        const Window window = hits_[hit].window;
        for (std::size_t run = window.first; run <= window.last; ++run) taken_[run] = hit;
        kept_.push_back(hit);
    }

    static void add_candidates(Hit& hit, const std::vector<std::size_t>& invoices) {
        for (const std::size_t invoice : invoices) {
            if (hit.invoices.size() >= NumberFinder::max_candidates) return;
            const auto place = std::ranges::lower_bound(hit.invoices, invoice);
            if (place == hit.invoices.end() || *place != invoice) {
                hit.invoices.insert(place, invoice);
            }
        }
    }

    // "RE-2026-0041/0042 + 0047": after a number, the last digits of others of its series.
    void find_listed() {
        for (std::size_t at = 0; at < kept_.size(); ++at) {  // what is found continues the list
            const Hit& hit = hits_[kept_[at]];
            if (hit.invoices.size() != 1) continue;
            if (auto listed = listed_after(hit)) {
                hits_.push_back(std::move(*listed));
                take(hits_.size() - 1);
            }
        }
    }

    std::optional<Hit> listed_after(const Hit& hit) const {
        const auto run = next_of_list(hit.window.last);
        if (!run) return {};
        const Window window{*run, *run};
        const std::string_view digits = text_of(runs_[*run]);
        const auto before = text_of(runs_[hit.window.last]);
        if (digits.size() != before.size() || is_year(digits)) return {};
        if (goes_on(window) || is_beside_currency(window)) return {};
        if (*run + 1 < runs_.size() && runs_[*run + 1].glued) return {};
        std::string key = number_key(finder_.numbers_[hit.invoices.front()]);
        if (key.size() <= digits.size()) return {};  // "4711, 4712" are numbers of their own
        const auto last_digits = std::string_view(key).substr(key.size() - digits.size());
        if (!are_digits(last_digits)) return {};
        key.replace(key.size() - digits.size(), digits.size(), digits);
        Hit listed{.window = window, .how = NumberMatch::listed, .key_size = key.size()};
        for (auto invoice = finder_.joined_.find(finder_.numbers_, key); invoice < count_;
             invoice = finder_.joined_.next(invoice)) {
            add_candidates(listed, {invoice});
        }
        if (listed.invoices.empty()) return {};
        return listed;
    }

    // The free run of digits that a sign or word of lists joins to this one. Fewer than four digits
    // may count what was bought.
    std::optional<std::size_t> next_of_list(std::size_t run) const {
        constexpr std::size_t least_digits = 4;
        std::size_t next = run + 1;
        if (next + 1 < runs_.size() && is_word_of_lists(text_of(runs_[next]))) {
            ++next;
            if (!is_only_blanks(gap_before(next - 1)) || !is_only_blanks(gap_before(next)))
                return {};
        } else if (next == runs_.size() || !is_sign_of_lists(gap_before(next))) {
            return {};
        }
        const Run& digits = runs_[next];
        if (digits.kind != RunKind::digits || digits.masked || taken_[next] != no_hit) return {};
        if (digits.end - digits.begin < least_digits) return {};
        return next;
    }

    void find_cut() {
        for (std::size_t last = 0; last < runs_.size(); ++last) {
            if (taken_[last] == no_hit && !runs_[last].masked && may_be_cut_after(last)) {
                find_cut_ending_with(last);
            }
        }
    }

    bool may_be_cut_after(std::size_t last) const {
        const std::size_t column = runs_[last].end_column;
        if (column % 27 == 0 || column % 35 == 0) return true;
        const bool is_last = last + 1 == runs_.size();
        if (is_last && !is_whole_) return false;
        const auto after = is_last ? text_.substr(runs_[last].end) : gap_before(last + 1);
        const auto rest = after.find_first_not_of(" \t-/");
        return rest == after.npos ? is_last : after[rest] == '\n' || after[rest] == '\r';
    }

    void find_cut_ending_with(std::size_t last) {
        std::optional<Hit> best;
        for (std::size_t first = last + 1; first-- > 0 && can_be_number({first, last});) {
            if (taken_[first] != no_hit || runs_[first].masked) break;
            if (auto hit = cut_number({first, last})) best = std::move(hit);
        }
        if (!best) return;
        hits_.push_back(std::move(*best));
        take(hits_.size() - 1);
    }

    std::optional<Hit> cut_number(Window window) const {
        const std::string key = number_key(text_of(window));
        if (!is_strong_number(key) || (window.first > 0 && continues(window.first))) return {};
        const auto invoice = finder_.only_one_beginning_with(key, count_);
        if (invoice == NumberFinder::none || !is_of_size(window, invoice)) return {};
        const auto around = surroundings(window);
        if (!around.begins_word || around.is_date_or_amount) return {};
        if (digits_in(key) == key.size() && around.hint == NumberHint::other) return {};
        return Hit{.window = window,
                   .how = NumberMatch::cut,
                   .key_size = key.size(),
                   .invoices = {invoice}};
    }

    std::vector<FoundNumber> result() {
        std::ranges::sort(kept_, {}, [&](std::size_t hit) { return hits_[hit].window.first; });
        std::vector<FoundNumber> found;
        std::set<std::vector<std::size_t>> known;
        for (const std::size_t i : kept_) {
            const Hit& hit = hits_[i];
            if (!known.insert(hit.invoices).second) continue;
            found.push_back(
                {.invoices = hit.invoices,
                 .how = hit.how,
                 .written = std::string(text_of(hit.window)),
                 .may_be_anything = hit.how != NumberMatch::listed && may_be_anything(hit.window)});
        }
        return found;
    }

    bool may_be_anything(Window window) const {
        const bool is_all = window.first == 0 && window.last + 1 == runs_.size();
        return !is_all && are_digits(number_key(text_of(window))) &&
               hint_before(window.first) != NumberHint::invoice;
    }

    const NumberFinder& finder_;
    std::size_t count_;  // of the invoices, those that are looked for
    std::string_view text_;
    bool is_whole_;
    std::vector<Run> runs_;
    std::vector<Hit> hits_ = {};
    std::vector<std::size_t> taken_ = {};  // of each run, the hit that has it
    std::vector<std::size_t> kept_ = {};
};

std::vector<FoundNumber> NumberFinder::find(std::string_view free_text) const {
    return find(free_text, numbers_.size());
}

std::vector<FoundNumber> NumberFinder::find(std::string_view free_text, std::size_t count) const {
    // A wide form begins with EF, the ideographic blank with E3.
    if (free_text.find('\xEF') != free_text.npos) {
        const std::string narrow = in_half_width(free_text.substr(0, max_searched_bytes * 3));
        return NumberSearch(*this, narrow, std::min(count, numbers_.size())).run();
    }
    return NumberSearch(*this, free_text, std::min(count, numbers_.size())).run();
}

}  // namespace dunning
