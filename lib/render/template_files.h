// Which files and headings a language consists of, and which fields each may use. Internal to
// render.
#pragma once

#include <string>
#include <vector>

#include "render/notice_fields.h"

namespace dunning {

struct TemplateText {
    std::string heading;  // "" for a file without headings
    FieldSet fields;
};

struct TemplateFile {
    std::string name;  // "reminder.txt"
    std::vector<TemplateText> texts;
};

const std::vector<TemplateFile>& template_files();

// The reasons for paying late that words.txt has a phrase for (heading "reason_" + code).
const std::vector<std::string>& worded_reasons();

}  // namespace dunning
