// Every command of the program: one file each, always in the same four parts (help, options, flags,
// run).
#pragma once

#include <memory>
#include <string>

#include "cli/command_line.h"
#include "cli/session.h"

namespace dunning::cli {

void add_init(CommandLine& program);
void add_import(CommandLine& program);
void add_age(CommandLine& program);
void add_notify(CommandLine& program);
// Below `notify`, whose --now they share.
void add_letters(CommandLine& notify);
void add_notice_commands(CommandLine& notify, const std::shared_ptr<std::string>& now);
// What `notify retry` would deliver at the moment, and what it would hold back.
int preview_queue(const std::string& now, Session& session);
void add_plan(CommandLine& program);
void add_report(CommandLine& program);
// Below `report`.
void add_charge_reports(CommandLine& report);
void add_statement(CommandLine& report);
void add_aging(CommandLine& report);
void add_measures(CommandLine& report);
void add_analysis(CommandLine& report);
void add_forecast(CommandLine& report);
void add_plan_report(CommandLine& report);
void add_credit_report(CommandLine& report);
void add_credit_record_report(CommandLine& report);
// Below `log`.
void add_waive(CommandLine& log);
void add_credit_record(CommandLine& log);
void add_log(CommandLine& program);
// Below `log`: calls, visits, messages, and evidence of them.
void add_contact_commands(CommandLine& log);
void add_customer(CommandLine& program);
// Below `customer`: what people decide and write down about one.
void add_customer_changes(CommandLine& customer);
void add_personal_data(CommandLine& customer);
void add_policy(CommandLine& program);
void add_check(CommandLine& program);
void add_completion(CommandLine& program);

}  // namespace dunning::cli
