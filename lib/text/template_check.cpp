#include "text/template_check.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <optional>
#include <set>

#include "text/suggest.h"

namespace dunning {
namespace {

using Kind = TemplatePiece::Kind;
using FieldKind = TemplateFields::Kind;

struct OpenSection {
    std::string name;
    std::size_t begin;
    bool has_entries;  // a list that is not inverted: its entries' names hold inside
};

class Checker {
  public:
    Checker(std::string_view text, const TemplateFields& fields, std::vector<TemplateFault>& faults)
        : text_(text), fields_(fields), faults_(faults) {}

    void check(const std::vector<TemplatePiece>& pieces) {
        for (const TemplatePiece& piece : pieces) check_piece(piece);
        for (const OpenSection& section : open_) {
            refuse(section.begin, fmt::format("the section '{}' is never closed", section.name),
                   fmt::format("add {{{{/{}}}}} where it ends", section.name));
        }
    }

  private:
    void check_piece(const TemplatePiece& piece) {
        switch (piece.kind) {
            case Kind::text:
            case Kind::remark:
                return;
            case Kind::value:
                return check_value(piece);
            case Kind::section:
            case Kind::inverted_section:
                return open_section(piece);
            case Kind::section_end:
                return close_section(piece);
        }
    }

    void check_value(const TemplatePiece& piece) {
        const std::string name(piece.content);
        const auto kind = kind_of(name);
        if (!kind) return refuse_unknown(piece.begin, name);
        if (*kind == FieldKind::list) {
            refuse(
                piece.begin, fmt::format("'{}' is a list and cannot be printed as a whole", name),
                fmt::format("write {{{{#{0}}}}} ... {{{{/{0}}}}} around one entry's text", name));
        } else if (*kind == FieldKind::flag) {
            refuse(
                piece.begin, fmt::format("'{}' is a condition and has no text", name),
                fmt::format("write {{{{#{0}}}}} ... {{{{/{0}}}}} around what depends on it", name));
        }
    }

    void open_section(const TemplatePiece& piece) {
        const std::string name(piece.content);
        const auto kind = kind_of(name);
        if (!kind) refuse_unknown(piece.begin, name);
        const bool has_entries = kind == FieldKind::list && piece.kind == Kind::section;
        const auto repeats_it = [&](const OpenSection& outer) {
            return outer.has_entries && outer.name == name;
        };
        if (has_entries && std::any_of(open_.begin(), open_.end(), repeats_it)) {
            refuse(piece.begin, fmt::format("the list '{}' is repeated inside itself", name),
                   "remove the inner section; the entry's names hold here already");
        }
        open_.push_back({.name = name, .begin = piece.begin, .has_entries = has_entries});
    }

    void close_section(const TemplatePiece& piece) {
        const auto same_name = [&](const OpenSection& section) {
            return section.name == piece.content;
        };
        const auto opened = std::find_if(open_.rbegin(), open_.rend(), same_name);
        if (open_.empty()) {
            refuse(piece.begin, fmt::format("'{{{{/{}}}}}' closes no open section", piece.content),
                   "remove it, or open the section before");
        } else if (opened != open_.rbegin()) {
            refuse_mismatch(piece);
        }
        // After a mismatch go on from the section meant, so that one slip is one fault.
        if (opened != open_.rend()) open_.erase(std::prev(opened.base()), open_.end());
    }

    void refuse_mismatch(const TemplatePiece& piece) {
        const OpenSection& inner = open_.back();
        const TemplateFault place = template_fault(text_, inner.begin, {}, {});
        refuse(piece.begin,
               fmt::format("'{{{{/{}}}}}' where '{{{{/{}}}}}' was expected", piece.content,
                           inner.name),
               fmt::format("the section '{}' opened at {}:{} must be closed first", inner.name,
                           place.line, place.column));
    }

    void refuse_unknown(std::size_t begin, const std::string& name) {
        const auto known = visible_names();
        std::string remedy = did_you_mean(name, known);
        if (remedy.empty()) remedy = where_it_holds(name);
        if (remedy.empty()) remedy = fmt::format("known here: {}", fmt::join(known, ", "));
        refuse(begin, fmt::format("unknown name '{}'", name), std::move(remedy));
    }

    // A name of a list's entries, written outside of the list.
    std::string where_it_holds(const std::string& name) const {
        for (const auto& [list, kind] : fields_.names()) {
            if (kind == FieldKind::list && is_entry_scalar(list, name)) {
                return fmt::format(
                    "it belongs to '{0}': write it inside {{{{#{0}}}}} ... {{{{/{0}}}}}", list);
            }
        }
        return {};
    }

    std::optional<FieldKind> kind_of(const std::string& name) const {
        for (const OpenSection& section : open_) {
            if (section.has_entries && is_entry_scalar(section.name, name))
                return FieldKind::scalar;
        }
        const auto found = fields_.names().find(name);
        if (found == fields_.names().end()) return std::nullopt;
        return found->second;
    }

    bool is_entry_scalar(const std::string& list, const std::string& name) const {
        const auto& names = fields_.entry_scalars(list);
        return std::find(names.begin(), names.end(), name) != names.end();
    }

    std::vector<std::string> visible_names() const {
        std::set<std::string> names;
        for (const auto& [name, kind] : fields_.names()) names.insert(name);
        for (const OpenSection& section : open_) {
            if (!section.has_entries) continue;
            const auto& entry = fields_.entry_scalars(section.name);
            names.insert(entry.begin(), entry.end());
        }
        return {names.begin(), names.end()};
    }

    void refuse(std::size_t offset, std::string what, std::string remedy) {
        faults_.push_back(template_fault(text_, offset, std::move(what), std::move(remedy)));
    }

    std::string_view text_;
    const TemplateFields& fields_;
    std::vector<TemplateFault>& faults_;
    std::vector<OpenSection> open_;
};

}  // namespace

void check_template(std::string_view text, const std::vector<TemplatePiece>& pieces,
                    const TemplateFields& fields, std::vector<TemplateFault>& faults) {
    Checker(text, fields, faults).check(pieces);
}

}  // namespace dunning
