// The headed pieces of a template file as lines and paragraphs of a letter. Internal to render.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "render/letter.h"

namespace dunning {

// The referred-to values must outlive it.
class LetterPieces {
  public:
    LetterPieces(const NoticeWriting& writing, std::string file, const TemplateData& data)
        : writing_(writing), file_(std::move(file)), data_(data) {}

    // Clean lines that are not empty.
    std::vector<std::string> lines(const char* heading) const { return lines(heading, data_); }
    std::vector<std::string> lines(const char* heading, const TemplateData& data) const;
    std::string one_line(const char* heading) const;
    // An empty line ends a paragraph.
    std::vector<std::string> paragraphs(const char* heading) const;
    // "Label: text", see letter.h.
    std::vector<LetterLine> labelled(const char* heading) const;

  private:
    std::string rendered(const std::string& heading, const TemplateData& data) const;

    const NoticeWriting& writing_;
    std::string file_;
    const TemplateData& data_;
};

}  // namespace dunning
