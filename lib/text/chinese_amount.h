// Amounts in Chinese capitals (大写), as formal demands and slips in China have them.
//
// The rule is the People's Bank of China's for bills and settlement vouchers (支付结算办法, 银发
// [1997] 393号, annex 1, 正确填写票据和结算凭证的基本规定, articles 1 to 3): 人民币 directly before
// the amount; 整 after 元 when nothing follows, none after 角 or 分; zeros between digits become
// one 零. Where article 3 allows a 零 or none, its first example is followed: 1680.32 has one after
// 元, 107000.53 has none after 万.
#pragma once

#include <string>

#include "core/money.h"
#include "core/result.h"

namespace dunning {

// CNY 1409.50 -> "人民币壹仟肆佰零玖元伍角".
//
// A fault for a negative amount, for 10^16 yuan and more, which would need 亿 twice, and for every
// other currency: the rule names 元, 角 and 分 of the renminbi alone, and a letter in another
// currency states its amount in figures.
Result<std::string> chinese_capitals(const Money& amount);

}  // namespace dunning
