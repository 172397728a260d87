#include "core/number_finder.h"

#include <algorithm>
#include <functional>
#include <utility>

#include "core/check.h"
#include "core/number_forms.h"
#include "core/text_runs.h"

namespace dunning {
namespace {

constexpr std::size_t block_size = 256;

std::string_view from_first_to_last_run(std::string_view number) {
    const auto runs = runs_of(number);
    if (runs.empty()) return {};
    return number.substr(runs.front().begin, runs.back().end - runs.front().begin);
}

// The first two bytes as a number.
std::size_t beginning_of(std::string_view key) {
    const auto byte = [&](std::size_t i) -> std::size_t {
        return i < key.size() ? static_cast<unsigned char>(key[i]) : 0;
    };
    return byte(0) << 8U | byte(1);
}

std::uint32_t tag_of(std::size_t hash) {
    return static_cast<std::uint32_t>(std::uint64_t{hash} >> 32U);
}

}  // namespace

std::string_view to_text(NumberMatch match) {
    switch (match) {
        case NumberMatch::exact:
            return "exact";
        case NumberMatch::separators:
            return "separators";
        case NumberMatch::padding:
            return "padding";
        case NumberMatch::bare:
            return "bare";
        case NumberMatch::listed:
            return "listed";
        case NumberMatch::cut:
            return "cut";
    }
    DUNNING_CHECK(false);
}

NumberFinder::NumberFinder(std::vector<std::string> numbers) : numbers_(std::move(numbers)) {
    DUNNING_CHECK(numbers_.size() < none);
    std::vector<std::string> keys;
    keys.reserve(numbers_.size());
    for (auto& number : numbers_) {
        if (number.find('\xEF') != number.npos) number = in_half_width(number);
        const auto core = from_first_to_last_run(number);
        if (core.size() != number.size()) number = std::string(core);
        keys.push_back(number_key(number));
    }
    measure(keys);
    sort_by_key(keys);
    joined_.build(numbers_, KeyForm::joined, numbers_.size());
    unpadded_.build(numbers_, KeyForm::unpadded, numbers_.size());
    bare_.build(numbers_, KeyForm::bare, bare_count_);
}

void NumberFinder::measure(const std::vector<std::string>& keys) {
    by_key_.reserve(keys.size());
    for (std::size_t i = 0; i < keys.size(); ++i) {
        if (keys[i].empty()) continue;
        by_key_.push_back(static_cast<std::uint32_t>(i));
        beginnings_.set(beginning_of(keys[i]));
        beginnings_.set(beginning_of(unpadded_key(numbers_[i])));
        if (const auto bare = bare_key(numbers_[i]); !bare.empty()) {
            beginnings_.set(beginning_of(bare));
            ++bare_count_;
        }
        add_letters(i);
        longest_key_ = std::max(longest_key_, keys[i].size());
        most_runs_ = std::max(most_runs_, runs_of(numbers_[i]).size());
    }
}

void NumberFinder::add_letters(std::size_t invoice) {
    const auto unpadded = unpadded_key(numbers_[invoice]);
    const std::size_t size = unpadded.find_first_of("0123456789");
    if (size == 0 || size == unpadded.npos) return;
    beginnings_.set(beginning_of(std::string_view(unpadded).substr(size)));
    const auto letters = std::string_view(unpadded).substr(0, size);
    const bool is_known = std::ranges::find(letters_, letters, &Letters::letters) != letters_.end();
    if (is_known || letters_.size() > max_letters) return;
    letters_.push_back({.letters = std::string(letters), .first_invoice = invoice});
}

std::vector<std::string_view> NumberFinder::letters_in_front(std::size_t count) const {
    std::vector<std::string_view> tried;
    for (const Letters& each : letters_) {
        if (each.first_invoice < count) tried.emplace_back(each.letters);
    }
    if (tried.size() > max_letters) tried.clear();
    return tried;
}

void NumberFinder::sort_by_key(const std::vector<std::string>& keys) {
    std::ranges::sort(by_key_, {}, [&](std::uint32_t i) { return std::string_view(keys[i]); });
    blocks_.resize(by_key_.size() / block_size + 1);
    for (std::size_t at = 0; at < by_key_.size(); ++at) blocks_[at / block_size].add(by_key_[at]);
}

void NumberFinder::LeastTwo::add(std::uint32_t invoice) {
    if (invoice < first) std::swap(invoice, first);
    second = std::min(second, invoice);
}

// Many invoices may begin alike, so whole blocks are taken at once.
NumberFinder::LeastTwo NumberFinder::least_two(std::size_t from, std::size_t to) const {
    LeastTwo least;
    while (from < to) {
        if (from % block_size == 0 && from + block_size <= to) {
            const LeastTwo& block = blocks_[from / block_size];
            least.add(block.first);
            least.add(block.second);
            from += block_size;
        } else {
            least.add(by_key_[from++]);
        }
    }
    return least;
}

bool NumberFinder::may_begin(std::string_view run) const {
    const std::string joined = number_key(run.substr(0, 2));
    const std::string unpadded = unpadded_key(run);
    return joined.size() < 2 || unpadded.size() < 2 || beginnings_.test(beginning_of(joined)) ||
           beginnings_.test(beginning_of(unpadded));
}

std::uint32_t NumberFinder::only_one_beginning_with(std::string_view prefix,
                                                    std::size_t count) const {
    const auto from = std::ranges::partition_point(
        by_key_, [&](std::uint32_t i) { return number_key(numbers_[i]) < prefix; });
    const auto to = std::partition_point(from, by_key_.end(), [&](std::uint32_t i) {
        return number_key(numbers_[i]).starts_with(prefix);
    });
    const auto position = [&](auto at) { return static_cast<std::size_t>(at - by_key_.begin()); };
    const LeastTwo least = least_two(position(from), position(to));
    if (least.first >= count || least.second < count) return none;
    return number_key(numbers_[least.first]).size() > prefix.size() ? least.first : none;
}

std::string NumberFinder::key_of(std::string_view number, KeyForm form) {
    switch (form) {
        case KeyForm::joined:
            return number_key(number);
        case KeyForm::unpadded:
            return unpadded_key(number);
        case KeyForm::bare:
            return bare_key(number);
    }
    DUNNING_CHECK(false);
}

void NumberFinder::Index::build(const std::vector<std::string>& numbers, KeyForm form,
                                std::size_t count) {
    form_ = form;
    std::size_t size = 16;
    while (size < count * 2) size *= 2;
    slots_.assign(size, {});
    next_.assign(numbers.size(), none);
    for (std::size_t i = numbers.size(); i-- > 0;) {  // so that a chain begins with the first one
        const std::string key = key_of(numbers[i], form);
        if (key.empty()) continue;
        Slot& slot = slots_[slot_of(numbers, key)];
        next_[i] = slot.invoice;
        slot = {tag_of(std::hash<std::string_view>()(key)), static_cast<std::uint32_t>(i)};
    }
}

std::size_t NumberFinder::Index::slot_of(const std::vector<std::string>& numbers,
                                         std::string_view key) const {
    const std::size_t hash = std::hash<std::string_view>()(key);
    for (std::size_t at = hash & (slots_.size() - 1);; at = (at + 1) & (slots_.size() - 1)) {
        const Slot& slot = slots_[at];
        if (slot.invoice == none) return at;
        if (slot.tag != tag_of(hash)) continue;
        if (key_of(numbers[slot.invoice], form_) == key) return at;
    }
}

}  // namespace dunning
