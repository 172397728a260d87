// The wording of everything that leaves the house, one folder per language.
//
//   LANGUAGE/reminder.txt, overdue.txt, demand.txt, final.txt, referral.txt
//                        what changes from level to level, under the headings [subject], [opening],
//                        [consequence], [closing], [sms] and [talk]
//   LANGUAGE/words.txt   small phrases and the charges in plain words, under headings too
//   LANGUAGE/letter.txt  the pieces of a letter, under headings; see letter.h
//   LANGUAGE/interest.txt  those of its annex, which states how interest was computed
//   LANGUAGE/statement.txt  those of a statement of account; see statement_letter.h
//   LANGUAGE/plan_offer.txt, plan_agreement.txt, plan_reminder.txt, plan_thanks.txt
//                        the papers of a plan and its messages, and in plan.txt what they share
//   LANGUAGE/dossier.txt, dossier.html
//                        the index of a dossier
//   LANGUAGE/notice.txt, notice.html, task.txt, plan_message.txt, plan_message.html
//                        the frames: the rendered wording, the invoices, how to pay, whom to call
//
// Every file is checked when the set is loaded: headings, and every field against the declared
// ones, so that a misspelt field is an error with line and column and never an empty amount in a
// letter.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/diagnostic.h"
#include "text/message_template.h"

namespace dunning {

class TemplateSet {
  public:
    // The shipped files, with `overrides` (path such as "en/reminder.txt" -> text) in the place of
    // the shipped file of the same path. A folder of a new language must be complete. All faults of
    // all files go to `diagnostics`, with places such as templates/en/reminder.txt:3:14; nothing is
    // returned when there is an error.
    static std::optional<TemplateSet> load(const std::map<std::string, std::string>& overrides,
                                           Diagnostics& diagnostics);

    // The languages that are there, in alphabetical order: "de", "en", "zh-CN".
    std::vector<std::string> languages() const;

    // The one of languages() that `tag` means, in large or small letters: itself, or one with its
    // primary subtag. Nothing when there is no wording in it.
    std::optional<std::string> language_called(std::string_view tag) const;

    // The language to write in, one of languages(): `wanted` itself, one with its primary subtag
    // ("zh" and "zh-TW" give zh-CN, "de-AT" gives de), the same for `book_language`, else "en".
    std::string language_for(std::string_view wanted, std::string_view book_language) const;

    // REQUIRES: `language` is one of languages(), `file` is one of the files above without a
    // heading
    // ("notice.html") or with one ("reminder.txt[subject]").
    const MessageTemplate& find(std::string_view language, std::string_view file) const;

  private:
    std::map<std::string, MessageTemplate, std::less<>> templates_;  // "en/reminder.txt[subject]"
    std::vector<std::string> languages_;
};

}  // namespace dunning
