#include "text/message_template.h"

#include <fmt/format.h>

#include <algorithm>
#include <iterator>
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
using FieldKind = TemplateFields::Kind;

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
// {{&:0}}, {{&:1}} and so on, and lines have been removed before by Mustache's rule. Values are
// escaped before it gets them, so that one compiled form serves every kind of document. What is
// left of the library's own is that a message of spaces alone, with a section in it, comes out
// empty.
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
                result.source += fmt::format("{{{{&{}}}}}", piece.content);
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

// A declared name that the template uses.
struct Use {
    std::string name;
    FieldKind kind;
    std::vector<std::string> entry_scalars;  // of a list: those that are used
};

std::vector<Use> uses_of(const Names& names, const TemplateFields& fields) {
    std::vector<Use> uses;
    for (const auto& [name, kind] : fields.names()) {
        if (!names.contains(name)) continue;
        Use& use = uses.emplace_back(Use{.name = name, .kind = kind, .entry_scalars = {}});
        if (kind != FieldKind::list) continue;
        std::ranges::copy_if(fields.entry_scalars(name), std::back_inserter(use.entry_scalars),
                             [&](const std::string& scalar) { return names.contains(scalar); });
    }
    return uses;
}

// An empty value is "false": it prints as nothing and hides its section.
mustache::data value_of(const TemplateData& data, const std::string& name, Escape escape) {
    const auto found = data.values.find(name);
    DUNNING_CHECK(found != data.values.end());  // declared, but our data lacks it
    if (found->second.empty()) return mustache::data(false);
    return mustache::data(escape == Escape::html ? escaped_for_html(found->second) : found->second);
}

mustache::data list_of(const TemplateData& data, const Use& use, Escape escape) {
    const auto found = data.lists.find(use.name);
    DUNNING_CHECK(found != data.lists.end());  // declared, but our data lacks it
    mustache::list entries;
    entries.reserve(found->second.size());
    for (const TemplateData& entry : found->second) {
        mustache::data& values = entries.emplace_back();
        for (const std::string& scalar : use.entry_scalars) {
            values[scalar] = value_of(entry, scalar, escape);
        }
    }
    return entries;
}

// What the template uses of the data: most texts are short, and a notice has many facts.
mustache::data converted(const TemplateData& data, const std::vector<Use>& uses, Escape escape) {
    mustache::data values;
    for (const Use& use : uses) {
        values[use.name] = use.kind == FieldKind::list ? list_of(data, use, escape)
                                                       : value_of(data, use.name, escape);
    }
    return values;
}

// Both sides are in order, so one walk beside each other does.
bool has_all(const TemplateData& data, const TemplateFields& fields) {
    auto value = data.values.begin();
    auto list = data.lists.begin();
    return std::ranges::all_of(fields.names(), [&](const auto& declared) {
        const std::string& name = declared.first;
        while (value != data.values.end() && value->first < name) ++value;
        while (list != data.lists.end() && list->first < name) ++list;
        return (value != data.values.end() && value->first == name) ||
               (list != data.lists.end() && list->first == name);
    });
}

void sort_by_place(std::vector<TemplateFault>& faults) {
    std::stable_sort(faults.begin(), faults.end(), [](const auto& a, const auto& b) {
        return std::tie(a.line, a.column) < std::tie(b.line, b.column);
    });
}

}  // namespace

struct MessageTemplate::Compiled {
    Compiled(const Rewritten& rewritten, TemplateFields known)
        : source(rewritten.source),
          texts(rewritten.texts),
          uses(uses_of(rewritten.names, known)),
          fields(std::move(known)) {
        DUNNING_CHECK(source.is_valid());
    }

    mustache::mustache source;
    mustache::data texts;
    std::vector<Use> uses;
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
    DUNNING_CHECK(has_all(data, compiled_->fields));
    const mustache::data values = converted(data, compiled_->uses, escape);
    mustache::context<std::string> names(&compiled_->texts);
    names.push(&values);
    return compiled_->source.render(names);
}

}  // namespace dunning
