// Diagnostics: what is wrong with an input, and where. All problems of one input are collected and
// reported at once, each as `file:line:column: what (which)` with the remedy on the next line.
#pragma once

#include <string>
#include <vector>

namespace dunning {

// A place in an input. Lines and columns count from 1, columns in characters; 0 means "as a whole".
struct Place {
    std::string file;
    int line = 0;
    int column = 0;

    friend bool operator==(const Place&, const Place&) = default;
};

enum class Severity {
    error,    // nothing of it was taken
    doubt,    // it was taken, and a person has to look, also when nobody wants to hear more
    warning,  // it was taken; good to know
};

struct Diagnostic {
    Severity severity = Severity::error;
    Place place;
    std::string what;
    std::string remedy = {};
    std::string field = {};  // the column or key concerned, for programs

    friend bool operator==(const Diagnostic&, const Diagnostic&) = default;
};

class Diagnostics {
  public:
    void error(Place place, std::string what, std::string remedy = {}, std::string field = {});
    void doubt(Place place, std::string what, std::string remedy = {}, std::string field = {});
    void warning(Place place, std::string what, std::string remedy = {}, std::string field = {});
    void add(Diagnostic diagnostic) { all_.push_back(std::move(diagnostic)); }

    // Says at the last place that `count` more problems were found, nothing for 0. REQUIRES: where
    // some are unlisted, others are listed.
    void note_unlisted(std::size_t count, Severity worst);

    bool has_errors() const;
    bool empty() const { return all_.empty(); }
    const std::vector<Diagnostic>& all() const { return all_; }
    std::vector<Diagnostic>& all() { return all_; }

    // By file, line and column; what was found first stays first at the same place.
    void sort();

  private:
    std::vector<Diagnostic> all_;
};

// `invoices.csv:17:5: amount '12,5O' is not a number`, then the remedy on a line of its own,
// indented. A place without a line prints the file alone, one without a column the file and line;
// warnings say so.
std::string to_text(const Diagnostic& diagnostic);

}  // namespace dunning
