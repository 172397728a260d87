// The texts under the headings of a letter's file, filled in: lines, paragraphs, labels. Internal
// to render.
#pragma once

#include <string>
#include <vector>

#include "render/letter.h"
#include "render/template_set.h"

namespace dunning {

class LetterPieces {
  public:
    // `file` is "letter.txt" or another of its kind. What is given must outlive the pieces.
    LetterPieces(const TemplateSet& templates, const std::string& language, std::string file,
                 const TemplateData& data)
        : templates_(templates), language_(language), file_(std::move(file)), data_(data) {}

    // Those that are not empty.
    std::vector<std::string> lines(const char* heading) const { return lines(heading, data_); }
    std::vector<std::string> lines(const char* heading, const TemplateData& data) const;
    std::string one_line(const char* heading) const { return one_line(heading, data_); }
    std::string one_line(const char* heading, const TemplateData& data) const;
    // An empty line ends a paragraph.
    std::vector<std::string> paragraphs(const char* heading) const;
    // Each line is "Label: text".
    std::vector<LetterLine> labelled(const char* heading) const;

  private:
    std::string rendered(const std::string& heading, const TemplateData& data) const;

    const TemplateSet& templates_;
    const std::string& language_;
    std::string file_;
    const TemplateData& data_;
};

}  // namespace dunning
