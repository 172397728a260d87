#include "render/template_set.h"

#include <algorithm>
#include <set>

#include "core/ascii.h"
#include "core/check.h"
#include "render/sectioned_text.h"
#include "render/shipped_templates.h"
#include "render/template_files.h"
#include "text/suggest.h"
#include "text/utf8.h"

namespace dunning {
namespace {

using Files = std::map<std::string, std::string, std::less<>>;
using Templates = std::map<std::string, MessageTemplate, std::less<>>;

std::string place_name(const std::string& path) {
    return "templates/" + path;
}

std::string language_of(std::string_view path) {
    return std::string(path.substr(0, path.find('/')));
}

std::vector<std::string> file_names() {
    std::vector<std::string> names;
    for (const TemplateFile& file : template_files()) names.push_back(file.name);
    return names;
}

// LANGUAGE/NAME with a tag of letters, digits and '-', and a name that the program asks for.
bool check_path(const std::string& path, Diagnostics& diagnostics) {
    constexpr std::string_view tag =
        "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-";
    const std::size_t slash = path.find('/');
    const std::string language = language_of(path);
    if (slash == std::string::npos || language.empty() ||
        language.find_first_not_of(tag) != std::string::npos) {
        diagnostics.error({place_name(path)}, "a template lies in the folder of its language",
                          "move it to a folder such as en/ or zh-CN/");
        return false;
    }
    const std::vector<std::string> names = file_names();
    const std::string name = path.substr(slash + 1);
    if (std::find(names.begin(), names.end(), name) != names.end()) return true;
    diagnostics.error({place_name(path)}, "no template has the name '" + name + "'",
                      did_you_mean(name, names));
    return false;
}

// Parses one text of a file; `heading_line` is what its first line comes after.
void parse_text(const std::string& path, const TemplateText& text, const TextSection& section,
                Templates& templates, Diagnostics& diagnostics) {
    std::vector<TemplateFault> faults;
    auto parsed = MessageTemplate::parse(section.text, fields_of(text.fields), faults);
    for (const TemplateFault& fault : faults) {
        diagnostics.error({place_name(path), section.line + fault.line, fault.column}, fault.what,
                          fault.remedy);
    }
    if (!parsed) return;
    const std::string key = text.heading.empty() ? path : path + "[" + text.heading + "]";
    templates.emplace(key, std::move(*parsed));
}

// Unknown and repeated headings, and text before the first.
void check_headings(const std::string& path, const TemplateFile& file,
                    const std::vector<TextSection>& sections, Diagnostics& diagnostics) {
    std::vector<std::string> known;
    for (const TemplateText& text : file.texts) known.push_back(text.heading);
    std::set<std::string_view> seen;
    for (const TextSection& section : sections) {
        const std::string name(section.name);
        if (name.empty()) {
            if (!section.text.empty()) {
                diagnostics.error({place_name(path), 1, 1}, "text before the first heading",
                                  "put it below a heading such as [" + known.front() + "]");
            }
        } else if (std::find(known.begin(), known.end(), name) == known.end()) {
            diagnostics.error({place_name(path), section.line, 1},
                              "unknown heading '[" + name + "]'", did_you_mean(name, known));
        } else if (!seen.insert(section.name).second) {
            diagnostics.error({place_name(path), section.line, 1},
                              "heading '[" + name + "]' stands twice", "keep one of them");
        }
    }
}

void parse_sections(const std::string& path, const TemplateFile& file, std::string_view contents,
                    Templates& templates, Diagnostics& diagnostics) {
    const std::vector<TextSection> sections = split_sections(contents);
    check_headings(path, file, sections, diagnostics);
    for (const TemplateText& text : file.texts) {
        const auto section =
            std::find_if(sections.begin(), sections.end(),
                         [&](const TextSection& each) { return each.name == text.heading; });
        if (section == sections.end()) {
            diagnostics.error({place_name(path)}, "heading '[" + text.heading + "]' is missing",
                              "the shipped en/" + file.name + " shows what belongs there");
        } else {
            parse_text(path, text, *section, templates, diagnostics);
        }
    }
}

int line_of(std::string_view text, std::size_t offset) {
    return 1 + static_cast<int>(std::count(
                   text.begin(), text.begin() + static_cast<std::ptrdiff_t>(offset), '\n'));
}

void parse_file(const std::string& path, const TemplateFile& file, std::string_view contents,
                Templates& templates, Diagnostics& diagnostics) {
    if (const auto offset = first_invalid_utf8(contents)) {
        diagnostics.error({place_name(path), line_of(contents, *offset)}, "is not UTF-8 text",
                          "save the file as UTF-8");
        return;
    }
    if (file.texts.front().heading.empty()) {
        parse_text(path, file.texts.front(), {.name = {}, .text = contents, .line = 0}, templates,
                   diagnostics);
    } else {
        parse_sections(path, file, contents, templates, diagnostics);
    }
}

void parse_language(const std::string& language, const Files& files, Templates& templates,
                    Diagnostics& diagnostics) {
    for (const TemplateFile& file : template_files()) {
        const std::string path = language + "/" + file.name;
        const auto found = files.find(path);
        if (found == files.end()) {
            diagnostics.error({place_name(path)},
                              "the file is missing for language '" + language + "'",
                              "a language needs every file that en/ has");
        } else {
            parse_file(path, file, found->second, templates, diagnostics);
        }
    }
}

std::string folded_tag(std::string_view tag) {
    std::string folded = lower_case(tag);
    std::ranges::replace(folded, '_', '-');
    return folded;
}

std::string primary(std::string_view tag) {
    return folded_tag(tag.substr(0, tag.find_first_of("-_")));
}

// The tag itself, then the bare primary subtag, then the first language that shares it.
const std::string* match(const std::vector<std::string>& languages, std::string_view tag) {
    const std::string wanted[] = {folded_tag(tag), primary(tag)};
    for (const std::string& name : wanted) {
        for (const std::string& language : languages) {
            if (!name.empty() && folded_tag(language) == name) return &language;
        }
    }
    for (const std::string& language : languages) {
        if (primary(language) == wanted[1]) return &language;
    }
    return nullptr;
}

}  // namespace

std::optional<TemplateSet> TemplateSet::load(const std::map<std::string, std::string>& overrides,
                                             Diagnostics& diagnostics) {
    Files files;
    for (const EmbeddedFile& file : shipped_templates) {
        files.emplace(std::string(file.path), std::string(file.contents));
    }
    Diagnostics found;
    for (const auto& [path, text] : overrides) {
        if (check_path(path, found)) files.insert_or_assign(path, text);
    }
    TemplateSet set;
    for (const auto& [path, text] : files) {
        const std::string language = language_of(path);
        if (!set.languages_.empty() && set.languages_.back() == language) continue;
        set.languages_.push_back(language);
        parse_language(language, files, set.templates_, found);
    }
    const bool failed = found.has_errors();
    for (Diagnostic& diagnostic : found.all()) diagnostics.add(std::move(diagnostic));
    if (failed) return std::nullopt;
    return set;
}

std::vector<std::string> TemplateSet::languages() const {
    return languages_;
}

std::optional<std::string> TemplateSet::language_called(std::string_view tag) const {
    const std::string* language = match(languages_, tag);
    return language ? std::optional(*language) : std::nullopt;
}

std::string TemplateSet::language_for(std::string_view wanted,
                                      std::string_view book_language) const {
    for (const std::string_view tag : {wanted, book_language}) {
        if (const std::string* language = match(languages_, tag)) return *language;
    }
    return "en";
}

const MessageTemplate& TemplateSet::find(std::string_view language, std::string_view file) const {
    const auto found = templates_.find(std::string(language) + "/" + std::string(file));
    DUNNING_CHECK(found != templates_.end());
    return found->second;
}

}  // namespace dunning
