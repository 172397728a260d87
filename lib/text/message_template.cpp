#include "text/message_template.h"

#include <algorithm>
#include <tuple>

#include "core/check.h"
#include "text/template_check.h"
#include "text/template_scanner.h"

namespace dunning {
namespace {

using Kind = TemplatePiece::Kind;
using FieldKind = TemplateFields::Kind;
using Values = std::map<std::string, std::string>;

void append_for_html(std::string& out, std::string_view text) {
    constexpr std::string_view special = "&<>\"'";
    while (!text.empty()) {
        const std::size_t plain = std::min(text.find_first_of(special), text.size());
        out += text.substr(0, plain);
        if (plain == text.size()) return;
        switch (text[plain]) {
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
            default:  // &apos; is unknown to HTML 4, which some mail programs still read
                out += "&#39;";
        }
        text.remove_prefix(plain + 1);
    }
}

// A piece of the template, with all that is known before there is data.
struct Step {
    Kind kind = Kind::text;
    std::string content = {};  // the text, or the name
    bool is_list = false;
    // Whose name it is: 0 is the data itself, 1 an entry of the outermost list around it, and so
    // on.
    std::size_t owner = 0;
    std::size_t end = 0;  // of a section: the step behind what it encloses
};

class Compiler {
  public:
    explicit Compiler(const TemplateFields& fields) : fields_(fields) {}

    std::vector<Step> compile(const std::vector<TemplatePiece>& pieces) {
        for (const TemplatePiece& piece : pieces) add(piece);
        return std::move(steps_);
    }

  private:
    void add(const TemplatePiece& piece) {
        if (piece.kind == Kind::section_end) return close_section();
        if (piece.kind == Kind::remark) return;
        Step step{.kind = piece.kind, .content = std::string(piece.content)};
        if (piece.kind != Kind::text) {
            step.owner = owner_of(step.content);
            step.is_list = step.owner == 0 && fields_.names().at(step.content) == FieldKind::list;
        }
        if (piece.kind == Kind::section || piece.kind == Kind::inverted_section) {
            open_.push_back(steps_.size());
            if (repeats(step)) lists_.push_back(step.content);
        }
        steps_.push_back(std::move(step));
    }

    void close_section() {
        Step& opened = steps_[open_.back()];
        opened.end = steps_.size();
        if (repeats(opened)) lists_.pop_back();
        open_.pop_back();
    }

    static bool repeats(const Step& step) { return step.kind == Kind::section && step.is_list; }

    // An entry's own name hides an outer one.
    std::size_t owner_of(const std::string& name) const {
        for (std::size_t owner = lists_.size(); owner > 0; --owner) {
            const auto& names = fields_.entry_scalars(lists_[owner - 1]);
            if (std::ranges::find(names, name) != names.end()) return owner;
        }
        return 0;
    }

    const TemplateFields& fields_;
    std::vector<Step> steps_;
    std::vector<std::size_t> open_;   // sections
    std::vector<std::string> lists_;  // that are repeated around the next step
};

class Renderer {
  public:
    Renderer(const std::vector<Step>& steps, const TemplateData& data, Escape escape)
        : steps_(steps), escape_(escape), owners_{&data} {}

    std::string render() {
        run(0, steps_.size());
        return std::move(out_);
    }

  private:
    void run(std::size_t begin, std::size_t end) {
        for (std::size_t at = begin; at < end;) {
            const Step& step = steps_[at];
            const std::size_t inside = at + 1;
            at = inside;
            if (step.kind == Kind::text) {
                out_ += step.content;
            } else if (step.kind == Kind::value) {
                append(value_of(step));
            } else {
                at = step.end;
                run_section(step, inside);
            }
        }
    }

    void run_section(const Step& step, std::size_t inside) {
        const bool is_empty = step.is_list ? entries_of(step).empty() : value_of(step).empty();
        if (step.kind == Kind::inverted_section) {
            if (is_empty) run(inside, step.end);
        } else if (step.is_list) {
            for (const TemplateData& entry : entries_of(step)) {
                owners_.push_back(&entry);
                run(inside, step.end);
                owners_.pop_back();
            }
        } else if (!is_empty) {
            run(inside, step.end);
        }
    }

    void append(const std::string& value) {
        if (escape_ == Escape::html) {
            append_for_html(out_, value);
        } else {
            out_ += value;
        }
    }

    const std::string& value_of(const Step& step) const {
        const Values& values = owners_[step.owner]->values;
        const auto found = values.find(step.content);
        DUNNING_CHECK(found != values.end());  // declared, but our data lacks it
        return found->second;
    }

    const std::vector<TemplateData>& entries_of(const Step& step) const {
        const auto found = owners_.front()->lists.find(step.content);
        DUNNING_CHECK(found != owners_.front()->lists.end());  // declared, but our data lacks it
        return found->second;
    }

    const std::vector<Step>& steps_;
    const Escape escape_;
    std::vector<const TemplateData*> owners_;  // the data, then the entries that it stands in
    std::string out_;
};

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
    std::vector<Step> steps;
    TemplateFields fields;
};

MessageTemplate::MessageTemplate(std::shared_ptr<const Compiled> compiled)
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
    return MessageTemplate(
        std::make_shared<const Compiled>(Compiled{Compiler(fields).compile(pieces), fields}));
}

std::string MessageTemplate::render(const TemplateData& data, Escape escape) const {
    DUNNING_CHECK(has_all(data, compiled_->fields));
    return Renderer(compiled_->steps, data, escape).render();
}

}  // namespace dunning
