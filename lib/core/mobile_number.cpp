#include "core/mobile_number.h"

#include <algorithm>
#include <array>
#include <optional>
#include <span>
#include <string>

#include "core/ascii.h"

namespace dunning {
namespace {

// ITU-T E.164, and the national plans: what mobile numbers begin with after the calling code or the
// trunk prefix, and how many digits they have from there on.
struct NumberPlan {
    std::string_view country;
    std::string_view calling_code;
    std::string_view trunk;
    std::size_t shortest;
    std::size_t longest;
    std::span<const std::string_view> mobile;
};

constexpr std::array<std::string_view, 7> cn = {"13", "14", "15", "16", "17", "18", "19"};
constexpr std::array<std::string_view, 3> de = {"15", "16", "17"};
// 662 is Salzburg.
constexpr std::array<std::string_view, 14> at = {"650", "655", "657", "660", "661", "663", "664",
                                                 "665", "666", "667", "67",  "68",  "690", "699"};
constexpr std::array<std::string_view, 5> ch = {"75", "76", "77", "78", "79"};
// 70 forwards to anywhere, 76 are pagers.
constexpr std::array<std::string_view, 8> gb = {"71", "72", "73", "74", "75", "77", "78", "79"};
constexpr std::array<std::string_view, 2> fr = {"6", "7"};
constexpr std::array<std::string_view, 1> nl = {"6"};
constexpr std::array<std::string_view, 1> it = {"3"};
constexpr std::array<std::string_view, 5> es = {"6", "71", "72", "73", "74"};

constexpr std::array<NumberPlan, 9> plans = {{{"CN", "86", "", 11, 11, cn},
                                              {"DE", "49", "0", 10, 11, de},
                                              {"AT", "43", "0", 10, 13, at},
                                              {"CH", "41", "0", 9, 9, ch},
                                              {"GB", "44", "0", 10, 10, gb},
                                              {"FR", "33", "0", 9, 9, fr},
                                              {"NL", "31", "0", 9, 9, nl},
                                              {"IT", "39", "", 9, 10, it},
                                              {"ES", "34", "", 9, 9, es}}};

// "+49 (0)170 1" as "+491701": the zero in brackets is dialled within the country alone.
std::string dialled(std::string_view number) {
    std::string digits;
    for (std::size_t i = 0; i < number.size(); ++i) {
        if (number.substr(i).starts_with("(0)") && digits.starts_with('+')) {
            i += 2;
        } else if (is_digit(number[i]) || (number[i] == '+' && digits.empty())) {
            digits += number[i];
        }
    }
    if (digits.starts_with("00")) digits.replace(0, 2, "+");
    return digits;
}

std::optional<std::string_view> after(std::string_view text, std::string_view prefix) {
    if (!text.starts_with(prefix)) return std::nullopt;
    return text.substr(prefix.size());
}

bool is_mobile(std::string_view national, const NumberPlan& plan) {
    return plan.shortest <= national.size() && national.size() <= plan.longest &&
           std::ranges::any_of(
               plan.mobile, [&](std::string_view prefix) { return national.starts_with(prefix); });
}

}  // namespace

bool is_mobile_number(std::string_view number, std::string_view country) {
    const std::string digits = dialled(number);
    const bool is_international = digits.starts_with('+');
    return std::ranges::any_of(plans, [&](const NumberPlan& plan) {
        if (!is_international && plan.country != country) return false;
        const auto national = is_international
                                  ? after(std::string_view(digits).substr(1), plan.calling_code)
                                  : after(digits, plan.trunk);
        return national && is_mobile(*national, plan);
    });
}

}  // namespace dunning
