// Interruption by the user or the system (SIGINT, SIGTERM).
//
// Usually the program ends at once with status 130: an open transaction is undone by the ledger.
// While notices go out it only notes the wish, finishes the document in hand and stops before the
// next. A server that is silent is not waited for.
#pragma once

namespace dunning::cli {

void install_interrupt_handlers();

class FinishDocumentFirst {
  public:
    FinishDocumentFirst();
    ~FinishDocumentFirst();
    FinishDocumentFirst(const FinishDocumentFirst&) = delete;
    FinishDocumentFirst& operator=(const FinishDocumentFirst&) = delete;

    static bool interrupted();
};

}  // namespace dunning::cli
