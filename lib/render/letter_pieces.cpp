#include "render/letter_pieces.h"

#include <algorithm>
#include <string_view>

#include "render/plain_line.h"

namespace dunning {
namespace {

std::vector<std::string> raw_lines(const std::string& text) {
    std::vector<std::string> result;
    for (std::size_t at = 0; at < text.size();) {
        const std::size_t end = std::min(text.find('\n', at), text.size());
        result.push_back(text.substr(at, end - at));
        at = end + 1;
    }
    return result;
}

LetterLine split(const std::string& line) {
    constexpr std::string_view wide_colon = "：";
    const std::size_t colon = line.find(": ");
    const std::size_t wide = line.find(wide_colon);
    if (colon < wide) return {line.substr(0, colon), line.substr(colon + 2)};
    if (wide == std::string::npos) return {.text = line};
    return {line.substr(0, wide), plain_line(line.substr(wide + wide_colon.size()))};
}

}  // namespace

std::vector<std::string> LetterPieces::lines(const char* heading, const TemplateData& data) const {
    std::vector<std::string> result;
    for (const std::string_view line : raw_lines(rendered(heading, data))) {
        std::string clean = plain_line(line);
        if (!clean.empty()) result.push_back(std::move(clean));
    }
    return result;
}

std::string LetterPieces::one_line(const char* heading, const TemplateData& data) const {
    return plain_line(rendered(heading, data));
}

std::vector<std::string> LetterPieces::paragraphs(const char* heading) const {
    std::vector<std::string> result;
    std::string paragraph;
    const auto end_paragraph = [&] {
        std::string clean = plain_line(paragraph);
        if (!clean.empty()) result.push_back(std::move(clean));
        paragraph.clear();
    };
    const std::string text = rendered(heading, data_);
    for (const std::string_view line : raw_lines(text)) {
        if (plain_line(line).empty()) end_paragraph();
        paragraph.append(line).append("\n");
    }
    end_paragraph();
    return result;
}

std::vector<LetterLine> LetterPieces::labelled(const char* heading) const {
    std::vector<LetterLine> result;
    for (const std::string& line : lines(heading)) result.push_back(split(line));
    return result;
}

std::string LetterPieces::rendered(const std::string& heading, const TemplateData& data) const {
    return templates_.find(language_, file_ + "[" + heading + "]").render(data, Escape::none);
}

}  // namespace dunning
