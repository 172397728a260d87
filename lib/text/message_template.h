// Message templates: Mustache with every name checked when the template is loaded.
//
// Mustache prints nothing for a name that it does not know; a dunning letter with an empty amount
// is the worst that this program could send. So a template is parsed against the names that its
// data will have, and an unknown one is a fault with line and column.
//
//   {{name}}                      a value, escaped as the document needs it
//   {{#name}} ... {{/name}}       a list: once for each entry, where the entry's own names hold
//   too;
//                                 a value or a condition: shown when it is not empty
//   {{^name}} ... {{/name}}       shown when the list or the value is empty
//   {{! remark }}                 nothing
//
// A line with nothing but a section tag or a remark vanishes. Partials, changed delimiters and
// unescaped values are refused. What a value contains is never read as a template.
#pragma once

#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace dunning {

struct TemplateFault {
    int line = 1;
    int column = 1;  // in characters: where the tag begins
    std::string what;
    std::string remedy;

    friend bool operator==(const TemplateFault&, const TemplateFault&) = default;
};

// The names that a template may use. REQUIRES of each: letters, digits and '_' alone. Copies share
// what they hold until one of them changes.
class TemplateFields {
  public:
    TemplateFields& scalar(std::string name);
    TemplateFields& scalars(const std::vector<std::string>& names);
    // A condition: for sections, never printed. Its value is "" for no, anything else for yes.
    TemplateFields& flag(std::string name);
    // A list whose entries have these names.
    TemplateFields& list(std::string name, std::vector<std::string> entry_scalars);

    enum class Kind { scalar, flag, list };
    const std::map<std::string, Kind>& names() const { return tables_->names; }
    // REQUIRES: there is such a list.
    const std::vector<std::string>& entry_scalars(const std::string& list) const;

  private:
    struct Tables {
        std::map<std::string, Kind> names;
        std::map<std::string, std::vector<std::string>> entry_scalars;
    };

    void declare(std::string name, Kind kind);
    Tables& own_tables();

    std::shared_ptr<Tables> tables_ = std::make_shared<Tables>();
};

// What a template is filled with: scalars and flags in `values`.
struct TemplateData {
    std::map<std::string, std::string> values;
    std::map<std::string, std::vector<TemplateData>> lists;
};

enum class Escape { none, html };

class MessageTemplate {
  public:
    // Nothing when there are faults; all of them are appended, in the order of the text.
    static std::optional<MessageTemplate> parse(std::string_view text, const TemplateFields& fields,
                                                std::vector<TemplateFault>& faults);

    // REQUIRES: `data` has every declared name, and each entry of a list those of its list
    // that the template uses.
    std::string render(const TemplateData& data, Escape escape) const;

  private:
    struct Compiled;
    explicit MessageTemplate(std::shared_ptr<const Compiled> compiled);

    std::shared_ptr<const Compiled> compiled_;
};

}  // namespace dunning
