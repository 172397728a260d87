#include "formats/heading_text.h"

#include <algorithm>
#include <array>

#include "core/ascii.h"
#include "formats/currency_mark.h"
#include "text/trim.h"
#include "text/utf8.h"

namespace dunning {
namespace {

struct Spelling {
    std::string_view traditional;
    std::string_view simplified;
};

// The characters of accounting in which the two ways of writing Chinese differ.
constexpr auto spellings = std::to_array<Spelling>({
    {"編", "编"}, {"號", "号"}, {"碼", "码"}, {"幣", "币"}, {"種", "种"}, {"別", "别"},
    {"貨", "货"}, {"發", "发"}, {"參", "参"}, {"備", "备"}, {"註", "注"}, {"說", "说"},
    {"稱", "称"}, {"類", "类"}, {"語", "语"}, {"國", "国"}, {"時", "时"}, {"區", "区"},
    {"郵", "邮"}, {"電", "电"}, {"話", "话"}, {"聯", "联"}, {"繫", "系"}, {"機", "机"},
    {"動", "动"}, {"詳", "详"}, {"細", "细"}, {"專", "专"}, {"員", "员"}, {"額", "额"},
    {"內", "内"}, {"證", "证"}, {"據", "据"}, {"組", "组"}, {"諾", "诺"}, {"還", "还"},
    {"爭", "争"}, {"議", "议"}, {"負", "负"}, {"責", "责"}, {"協", "协"}, {"劃", "划"},
    {"計", "计"}, {"確", "确"}, {"認", "认"}, {"來", "来"}, {"單", "单"}, {"應", "应"},
    {"開", "开"}, {"餘", "余"}, {"銷", "销"}, {"價", "价"}, {"稅", "税"}, {"現", "现"},
    {"貸", "贷"}, {"項", "项"}, {"紅", "红"}, {"結", "结"}, {"賬", "账"}, {"帳", "账"},
    {"匯", "汇"}, {"對", "对"}, {"轉", "转"}, {"總", "总"}, {"數", "数"}, {"業", "业"},
    {"務", "务"}, {"間", "间"}, {"戶", "户"}, {"訂", "订"}, {"購", "购"}, {"費", "费"},
    {"預", "预"}, {"繳", "缴"}, {"條", "条"}, {"約", "约"}, {"減", "减"}, {"淨", "净"},
    {"實", "实"}, {"際", "际"}, {"檔", "档"}, {"從", "从"}, {"後", "后"}, {"賒", "赊"},
    {"沖", "冲"}, {"為", "为"}, {"於", "于"}, {"質", "质"}, {"溝", "沟"},
});

// "（", "）", "［", "］", "：", "＊", "／", "＃" and the wide blank, as Chinese keyboards write
// them.
constexpr auto wide_separators =
    std::to_array<std::string_view>({"（", "）", "［", "］", "：", "＊", "／", "＃", "\u3000"});

bool is_separator(char c) {
    return c == ' ' || c == '\t' ||
           std::string_view("!\"#$&'()*+,-./:;<=>?@[\\]^_`{|}~").find(c) != std::string_view::npos;
}

// Bytes of the character that begins the text. REQUIRES: the text is not empty.
std::size_t size_of_first(std::string_view text) {
    std::size_t size = 1;
    while (size < text.size() && (static_cast<unsigned char>(text[size]) & 0xC0U) == 0x80U) ++size;
    return size;
}

std::string_view compared_as(std::string_view character) {
    if (character.size() == 1) return is_separator(character[0]) ? "" : character;
    if (std::ranges::find(wide_separators, character) != wide_separators.end()) return "";
    const auto known = std::ranges::find(spellings, character, &Spelling::traditional);
    return known == spellings.end() ? character : known->simplified;
}

struct Brackets {
    std::string_view open;
    std::string_view close;
};

constexpr auto brackets =
    std::to_array<Brackets>({{"(", ")"}, {"（", "）"}, {"[", "]"}, {"【", "】"}});

std::optional<MoneyHeading> split_at(std::string_view heading, std::size_t end, std::size_t from,
                                     std::size_t size) {
    const MoneyHeading split{trimmed(heading.substr(0, end)), trimmed(heading.substr(from, size))};
    if (split.name.empty() || !is_currency_mark(split.mark)) return std::nullopt;
    return split;
}

}  // namespace

std::string in_small_letters(std::string_view text) {
    std::string result = lower_case(text);
    for (std::size_t i = 0; i < result.size(); ++i) {
        const auto byte = static_cast<unsigned char>(result[i]);
        const bool after_c3 = i > 0 && static_cast<unsigned char>(result[i - 1]) == 0xC3;
        if (after_c3 && byte >= 0x80 && byte <= 0x9E && byte != 0x97) {
            result[i] = static_cast<char>(byte + 32);
        }
    }
    return result;
}

std::string folded_heading(std::string_view heading) {
    const std::string small = in_small_letters(to_nfc(heading));
    std::string folded;
    for (std::string_view rest = small; !rest.empty();) {
        const std::string_view character = rest.substr(0, size_of_first(rest));
        folded += compared_as(character);
        rest.remove_prefix(character.size());
    }
    return folded;
}

std::optional<MoneyHeading> money_heading(std::string_view heading) {
    heading = trimmed(heading);
    for (const Brackets& pair : brackets) {
        const auto open = heading.rfind(pair.open);
        if (open == std::string_view::npos || !heading.ends_with(pair.close)) continue;
        const auto from = open + pair.open.size();
        if (from + pair.close.size() > heading.size()) continue;
        return split_at(heading, open, from, heading.size() - pair.close.size() - from);
    }
    constexpr std::string_view in = " in ";
    const auto word = heading.rfind(in);
    if (word == std::string_view::npos) return std::nullopt;
    return split_at(heading, word, word + in.size(), std::string_view::npos);
}

}  // namespace dunning
