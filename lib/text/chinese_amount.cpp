#include "text/chinese_amount.h"

#include <fmt/format.h>

#include <array>
#include <cstdint>
#include <string_view>

namespace dunning {
namespace {

constexpr std::array<std::string_view, 10> digits{"零", "壹", "贰", "叁", "肆",
                                                  "伍", "陆", "柒", "捌", "玖"};

std::string_view digit(std::int64_t value) {
    return digits.at(static_cast<std::size_t>(value));
}

// 1 to 9999, without zeros in front: 1010 -> "壹仟零壹拾".
std::string group_text(std::int64_t group) {
    constexpr std::array<std::string_view, 4> places{"仟", "佰", "拾", ""};
    std::string text;
    bool skipped = false;
    std::int64_t divisor = 1000;
    for (const std::string_view place : places) {
        const std::int64_t value = group / divisor % 10;
        divisor /= 10;
        if (value == 0) {
            skipped = !text.empty();
            continue;
        }
        if (skipped) text += digits.front();
        skipped = false;
        text.append(digit(value)).append(place);
    }
    return text;
}

// Four digits at a time: 万亿, 亿, 万 and ones. A group below 1000 after another begins with 零,
// and so does the one after a group of zeros; 万亿 keeps its 亿 when no more of them follow.
std::string whole_text(std::int64_t yuan) {
    constexpr std::int64_t group_size = 10'000;
    constexpr std::array<std::string_view, 4> units{"万", "亿", "万", ""};
    std::int64_t divisor = group_size * group_size * group_size;
    std::string text;
    bool skipped = false;
    for (std::size_t place = 0; place < units.size(); ++place, divisor /= group_size) {
        const std::int64_t group = yuan / divisor % group_size;
        if (group != 0) {
            if (!text.empty() && (skipped || group < group_size / 10)) text += digits.front();
            text.append(group_text(group)).append(units.at(place));
        } else if (place == 1 && !text.empty()) {
            text += units.at(place);
        }
        skipped = group == 0;
    }
    return text;
}

std::string part_text(std::int64_t yuan, std::int64_t jiao, std::int64_t fen) {
    std::string text;
    const bool yuan_ends_in_zero = yuan % 10 == 0;
    if (yuan > 0 && (jiao == 0 || yuan_ends_in_zero)) text += digits.front();
    if (jiao > 0) text.append(digit(jiao)).append("角");
    if (fen > 0) text.append(digit(fen)).append("分");
    return text;
}

}  // namespace

Result<std::string> chinese_capitals(const Money& amount) {
    constexpr std::int64_t too_many_yuan = 10'000'000'000'000'000;
    if (amount.currency().code() != "CNY") {
        return Fault{fmt::format("{} is not written in Chinese capitals; only CNY is",
                                 amount.currency().code())};
    }
    if (amount.is_negative()) return Fault{"a negative amount is not written in Chinese capitals"};
    const std::int64_t yuan = amount.minor() / 100;
    if (yuan >= too_many_yuan) return Fault{"the amount is too large for Chinese capitals"};
    const std::int64_t jiao = amount.minor() / 10 % 10;
    const std::int64_t fen = amount.minor() % 10;

    std::string text = "人民币";
    if (yuan > 0) text += whole_text(yuan) + "元";
    if (amount.is_zero()) text += "零元";
    if (jiao == 0 && fen == 0) return text + "整";
    return text + part_text(yuan, jiao, fen);
}

}  // namespace dunning
