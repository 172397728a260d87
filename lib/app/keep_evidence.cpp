#include "app/keep_evidence.h"

#include <fmt/format.h>

#include <algorithm>

#include "app/files.h"
#include "core/ascii.h"
#include "core/sha256.h"
#include "text/utf8.h"

namespace dunning {
namespace {

namespace fs = std::filesystem;

// ".pdf"; only what is safe in every file system.
std::string extension_of(const fs::path& file) {
    std::string extension = file.extension().string();
    constexpr std::size_t longest = 10;
    const bool is_plain = extension.size() <= longest && std::ranges::all_of(extension, [](char c) {
                              return c == '.' || is_letter_or_digit(c);
                          });
    return is_plain ? extension : std::string();
}

// Writing would change a file that is not the book's, and what is read there anybody may change.
std::string out_of_the_folder(const fs::path& file) {
    return fmt::format("{}: is a symbolic link that leads out of the folder of evidence",
                       file.string());
}

}  // namespace

std::string evidence_file_name(const EvidenceRecord& evidence) {
    return evidence.sha256 + evidence.extension;
}

std::string evidence_path(const EvidenceRecord& evidence) {
    return "evidence/" + evidence_file_name(evidence);
}

EvidenceRecord keep_evidence(Ledger& ledger, const fs::path& folder, const fs::path& file,
                             const EvidenceUse& use, RowId customer, const Stamp& stamp) {
    const std::string bytes = read_file(file);
    EvidenceRecord evidence{.sha256 = sha256_hex(bytes),
                            .name = file.filename().string(),
                            .extension = extension_of(file),
                            .size = static_cast<std::int64_t>(bytes.size())};
    if (auto known = CustomerFile::evidence_of(ledger, evidence.sha256)) evidence = *known;
    // The file first: a digest without its file would be a loss, a file without its row is none.
    make_private_folder(folder);
    const std::string name = evidence_file_name(evidence);
    if (leads_out_of(folder, name))
        throw FileError(FileFailure::write_failed, out_of_the_folder(folder / name));
    write_file(folder / name, bytes);
    if (evidence.id == 0) evidence.id = CustomerFile::add_evidence(ledger, evidence, stamp);
    CustomerFile::use_evidence(ledger, evidence.id, customer, use.contact, use.note, stamp);
    return evidence;
}

void keep_evidence_of_corrected(Ledger& ledger, RowId customer, RowId corrected, RowId correction,
                                const Stamp& stamp) {
    for (const EvidenceUse& use : CustomerFile(ledger, customer).evidence()) {
        if (use.contact != corrected) continue;
        CustomerFile::use_evidence(ledger, use.evidence.id, customer, correction, use.note, stamp);
    }
}

namespace {

// "contact #4 of customer C1", "customer C2": where the file is evidence.
std::string belongs_to(const Ledger& ledger, RowId evidence) {
    std::string text;
    for (const EvidenceUse& use : CustomerFile::uses_of(ledger, evidence)) {
        text += text.empty() ? "" : ", ";
        if (use.contact) text += fmt::format("contact #{} of ", *use.contact);
        text += "customer " + use.customer;
    }
    return text;
}

std::string violation(const Ledger& ledger, const EvidenceRecord& evidence, const fs::path& file,
                      std::string_view what) {
    return fmt::format("does not hold: evidence is as it was recorded: {} {} ('{}', {})",
                       file.string(), what, printable(evidence.name),
                       belongs_to(ledger, evidence.id));
}

}  // namespace

std::vector<std::string> evidence_violations(const Ledger& ledger, const fs::path& folder) {
    std::vector<std::string> found;
    for (const EvidenceRecord& evidence : CustomerFile::all_evidence(ledger)) {
        if (evidence.erased) continue;
        const fs::path file = folder / evidence_file_name(evidence);
        if (fs::is_symlink(file) && leads_out_of(folder, file.filename())) {
            found.push_back(violation(ledger, evidence, file, "leads out of the folder"));
            continue;
        }
        try {
            if (sha256_hex(read_file(file)) == evidence.sha256) continue;
            found.push_back(violation(ledger, evidence, file, "was changed"));
        } catch (const FileError&) {
            found.push_back(violation(ledger, evidence, file, "is gone"));
        }
    }
    return found;
}

}  // namespace dunning
