#include "cli/printout.h"

namespace dunning::cli {

Printout::Printout(Session& session) : session_(session), into_file_(session.prints_into_file()) {}

void Printout::add(std::string_view text) {
    text_ += text;
    if (into_file_ || text_.size() < piece_bytes) return;
    session_.print(text_);
    text_.clear();
}

void Printout::finish() {
    if (into_file_ || !text_.empty()) session_.print(text_);
    text_.clear();
}

}  // namespace dunning::cli
