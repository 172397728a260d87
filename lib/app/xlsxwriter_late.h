// What is called of libxlsxwriter; see core/late_library.h.
#pragma once

#include <xlsxwriter.h>

#include "core/late_library.h"

namespace dunning {

inline constexpr LateLibrary xlsxwriter_library(DUNNING_LIBRARY_XLSXWRITER);

DUNNING_LATE(xlsxwriter_library, chart_add_series);
DUNNING_LATE(xlsxwriter_library, chart_legend_set_position);
DUNNING_LATE(xlsxwriter_library, chart_series_set_categories);
DUNNING_LATE(xlsxwriter_library, chart_series_set_name_range);
DUNNING_LATE(xlsxwriter_library, chart_series_set_values);
DUNNING_LATE(xlsxwriter_library, chart_title_set_name);
DUNNING_LATE(xlsxwriter_library, format_set_bold);
DUNNING_LATE(xlsxwriter_library, format_set_bottom);
DUNNING_LATE(xlsxwriter_library, format_set_num_format);
DUNNING_LATE(xlsxwriter_library, format_set_text_wrap);
DUNNING_LATE(xlsxwriter_library, lxw_strerror);
DUNNING_LATE(xlsxwriter_library, workbook_add_chart);
DUNNING_LATE(xlsxwriter_library, workbook_add_format);
DUNNING_LATE(xlsxwriter_library, workbook_add_worksheet);
DUNNING_LATE(xlsxwriter_library, workbook_close);
DUNNING_LATE(xlsxwriter_library, workbook_new);
DUNNING_LATE(xlsxwriter_library, workbook_set_properties);
DUNNING_LATE(xlsxwriter_library, worksheet_autofilter);
DUNNING_LATE(xlsxwriter_library, worksheet_fit_to_pages);
DUNNING_LATE(xlsxwriter_library, worksheet_freeze_panes);
DUNNING_LATE(xlsxwriter_library, worksheet_insert_chart_opt);
DUNNING_LATE(xlsxwriter_library, worksheet_repeat_rows);
DUNNING_LATE(xlsxwriter_library, worksheet_set_column);
DUNNING_LATE(xlsxwriter_library, worksheet_set_landscape);
DUNNING_LATE(xlsxwriter_library, worksheet_write_boolean);
DUNNING_LATE(xlsxwriter_library, worksheet_write_datetime);
DUNNING_LATE(xlsxwriter_library, worksheet_write_number);
DUNNING_LATE(xlsxwriter_library, worksheet_write_string);

}  // namespace dunning
