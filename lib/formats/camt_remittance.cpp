#include "formats/camt_remittance.h"

#include <algorithm>
#include <string_view>
#include <vector>

#include "core/payment_reference.h"
#include "formats/xml_document.h"
#include "text/utf8.h"

namespace dunning {
namespace {

bool is_cut_at(std::string_view piece) {
    constexpr std::size_t longest = 140 * 4;  // bytes
    if (piece.size() > longest) return false;
    const auto size = count_characters(piece);
    return size == 35 || size == 70 || size == 140;
}

// As whole words: an invoice 12 is not part of 2012.
bool says(std::string_view whole, std::string_view text) {
    constexpr std::size_t longest_searched = 4096;  // of a file that is made to take long
    if (whole.size() > longest_searched) return false;
    for (auto at = whole.find(text); at != whole.npos; at = whole.find(text, at + 1)) {
        const auto end = at + text.size();
        if ((at == 0 || whole[at - 1] == ' ') && (end == whole.size() || whole[end] == ' ')) {
            return true;
        }
    }
    return false;
}

// Adds a text that is not yet part of the whole; banks repeat themselves.
void append(std::string& whole, std::string_view text) {
    if (text.empty() || says(whole, text)) return;
    if (!whole.empty()) whole += ' ';
    whole += text;
}

// The references of all blocks but the one that was chosen stay in the text.
std::size_t choose(const std::vector<std::string>& references) {
    const auto valid = std::ranges::find_if(
        references, [](const std::string& text) { return scheme_of(text).has_value(); });
    return valid == references.end() ? 0 : static_cast<std::size_t>(valid - references.begin());
}

std::vector<std::string> references_of(const pugi::xml_node& remittance) {
    std::vector<std::string> references;
    for_each_child(remittance, "Strd", [&](const pugi::xml_node& block) {
        const auto text = text_at(block, {"CdtrRefInf", "Ref"});
        if (!text.empty()) references.emplace_back(text);
    });
    return references;
}

void append_block(std::string& whole, const pugi::xml_node& block) {
    for_each_child(block, "RfrdDocInf", [&](const pugi::xml_node& document) {
        append(whole, text_at(document, {"Nb"}));
    });
    for_each_child(block, "AddtlRmtInf",
                   [&](const pugi::xml_node& remark) { append(whole, text_of(remark)); });
}

// The piece with its blanks when it was cut there, because then they are part of the text.
void append_piece(std::string& whole, const pugi::xml_node& node, bool after_cut) {
    const std::string_view raw = node.child_value();
    const auto trimmed = text_of(node);
    if (after_cut && raw.starts_with(' ')) whole += ' ';
    if (!after_cut && !whole.empty()) whole += ' ';
    const auto begin = std::min(raw.find_first_not_of(' '), raw.size());
    whole += is_cut_at(raw) ? raw.substr(begin) : trimmed;
}

}  // namespace

std::string join_camt_pieces(const pugi::xml_node& remittance) {
    std::string whole;
    bool after_cut = false;
    for_each_child(remittance, "Ustrd", [&](const pugi::xml_node& piece) {
        if (text_of(piece).empty()) return;
        append_piece(whole, piece, after_cut);
        after_cut = is_cut_at(piece.child_value()) || is_cut_at(text_of(piece));
    });
    whole.erase(whole.find_last_not_of(" \t\r\n") + 1);
    return whole;
}

CamtRemittance read_camt_remittance(const pugi::xml_node& transfer) {
    const auto remittance = child(transfer, "RmtInf");
    CamtRemittance result{.text = join_camt_pieces(remittance)};
    const auto references = references_of(remittance);
    const auto chosen = choose(references);
    for (std::size_t n = 0; n < references.size(); ++n) {
        if (n == chosen)
            result.reference = references[n];
        else
            append(result.text, references[n]);
    }
    for_each_child(remittance, "Strd",
                   [&](const pugi::xml_node& block) { append_block(result.text, block); });
    append(result.text, text_at(transfer, {"AddtlTxInf"}));
    for_each_child(child(transfer, "RtrInf"), "AddtlInf",
                   [&](const pugi::xml_node& words) { append(result.text, text_of(words)); });
    return result;
}

}  // namespace dunning
