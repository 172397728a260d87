#include "text/message_template.h"

#include <fmt/format.h>

#include <algorithm>
#include <kainjow/mustache.hpp>
#include <set>
#include <tuple>

#include "core/check.h"
#include "text/template_check.h"
#include "text/template_scanner.h"

namespace dunning {
namespace {

namespace mustache = kainjow::mustache;
using Kind = TemplatePiece::Kind;

using Names = std::set<std::string, std::less<>>;

std::string escaped_for_html(const std::string& text) {
    std::string out;
    out.reserve(text.size());
    for (const char byte : text) {
        switch (byte) {
            case '&':
                out += "&amp;";
                break;
            case '<':
                out += "&lt;";
                break;
            case '>':
                out += "&gt;";
                break;
            case '"':
                out += "&quot;";
                break;
            case '\'':  // &apos; is unknown to HTML 4, which some mail programs still read
                out += "&#39;";
                break;
            default:
                out.push_back(byte);
        }
    }
    return out;
}

// The template as the library gets it. The library never sees the text between the tags: it decides
// while rendering which lines to drop, by what values happen to be empty, and would leave the lines
// of hidden sections and lose empty lines in shown ones. So each text is a value of its own,
// {{&:0}}, {{&:1}} and so on, and lines have been removed before by Mustache's rule. What is left
// of the library's own is that a message of spaces alone, with a section in it, comes out empty.
struct Rewritten {
    std::string source;
    mustache::object texts;
    Names names;  // that the template uses
};

Rewritten rewrite(const std::vector<TemplatePiece>& pieces) {
    Rewritten result;
    const auto add_text = [&](std::string_view text) {
        const std::string name = fmt::format(":{}", result.texts.size());
        result.texts.emplace(name, std::string(text));
        result.source += fmt::format("{{{{&{}}}}}", name);
    };
    for (const TemplatePiece& piece : pieces) {
        if (piece.kind != Kind::text && piece.kind != Kind::remark) {
            result.names.emplace(piece.content);
        }
        switch (piece.kind) {
            case Kind::text:
                add_text(piece.content);
                break;
            case Kind::value:
                result.source += fmt::format("{{{{{}}}}}", piece.content);
                break;
            case Kind::section:
                result.source += fmt::format("{{{{#{}}}}}", piece.content);
                break;
            case Kind::inverted_section:
                result.source += fmt::format("{{{{^{}}}}}", piece.content);
                break;
            case Kind::section_end:
                result.source += fmt::format("{{{{/{}}}}}", piece.content);
                break;
            case Kind::remark:
                break;
        }
    }
    return result;
}

// An empty value is "false": it prints as nothing and hides its section.
mustache::data value_of(const TemplateData& data, const std::string& name) {
    const auto found = data.values.find(name);
    DUNNING_CHECK(found != data.values.end());  // declared, but our data lacks it
    return found->second.empty() ? mustache::data(false) : mustache::data(found->second);
}

mustache::data list_of(const TemplateData& data, const std::string& name,
                       const std::vector<std::string>& entry_scalars, const Names& used) {
    const auto found = data.lists.find(name);
    DUNNING_CHECK(found != data.lists.end());  // declared, but our data lacks it
    mustache::list entries;
    entries.reserve(found->second.size());
    for (const TemplateData& entry : found->second) {
        mustache::data& values = entries.emplace_back();
        for (const std::string& scalar : entry_scalars) {
            if (used.contains(scalar)) values[scalar] = value_of(entry, scalar);
        }
    }
    return entries;
}

// What the template uses of the data: most texts are short, and a notice has many facts.
mustache::data converted(const TemplateData& data, const TemplateFields& fields,
                         const Names& used) {
    mustache::data values;
    for (const auto& [name, kind] : fields.names()) {
        DUNNING_CHECK(data.values.contains(name) || data.lists.contains(name));
        if (!used.contains(name)) continue;
        values[name] = kind == TemplateFields::Kind::list
                           ? list_of(data, name, fields.entry_scalars(name), used)
                           : value_of(data, name);
    }
    return values;
}

void sort_by_place(std::vector<TemplateFault>& faults) {
    std::stable_sort(faults.begin(), faults.end(), [](const auto& a, const auto& b) {
        return std::tie(a.line, a.column) < std::tie(b.line, b.column);
    });
}

}  // namespace

struct MessageTemplate::Compiled {
    Compiled(const Rewritten& rewritten, TemplateFields known)
        : plain(rewritten.source),
          html(rewritten.source),
          texts(rewritten.texts),
          names(rewritten.names),
          fields(std::move(known)) {
        DUNNING_CHECK(plain.is_valid() && html.is_valid());
        plain.set_custom_escape([](const std::string& text) { return text; });
        html.set_custom_escape(escaped_for_html);
    }

    mustache::mustache plain;
    mustache::mustache html;
    mustache::data texts;
    Names names;
    TemplateFields fields;
};

MessageTemplate::MessageTemplate(std::shared_ptr<Compiled> compiled)
    : compiled_(std::move(compiled)) {}

std::optional<MessageTemplate> MessageTemplate::parse(std::string_view text,
                                                      const TemplateFields& fields,
                                                      std::vector<TemplateFault>& faults) {
    std::vector<TemplateFault> found;
    std::vector<TemplatePiece> pieces = scan_template(text, found);
    check_template(text, pieces, fields, found);
    if (!found.empty()) {
        sort_by_place(found);
        faults.insert(faults.end(), found.begin(), found.end());
        return std::nullopt;
    }
    remove_standalone_lines(text, pieces);
    return MessageTemplate(std::make_shared<Compiled>(rewrite(pieces), fields));
}

std::string MessageTemplate::render(const TemplateData& data, Escape escape) const {
    const mustache::data values = converted(data, compiled_->fields, compiled_->names);
    mustache::context<std::string> names(&compiled_->texts);
    names.push(&values);
    return escape == Escape::html ? compiled_->html.render(names) : compiled_->plain.render(names);
}

}  // namespace dunning
