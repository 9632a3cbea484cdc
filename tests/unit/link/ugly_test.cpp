// SPDX-License-Identifier: Apache-2.0
//
// Payloads that are no JSON, or hardly, and exactly what is said about them.
#include <gtest/gtest.h>

#include <string>

#include "sim/link/schema.hpp"

namespace chargerig::link {
namespace {

using namespace std::string_literals;

std::string error_of(VarName name, const std::string& json) {
    const auto var = var_from_json({}, name, json);
    return var ? "" : var.error().text();
}

std::string no_json(const std::string& shown) {
    return "var dc_full_soc: value is not JSON" + (shown.empty() ? "" : ": '" + shown + "'") +
           "; allowed: one JSON value; check brackets, quotes and commas";
}

struct Ugly {
    const char* name;
    std::string json;
    std::string error;
};

TEST(UglyJson, GetsTheExactError) {
    const std::string kDeep =
        "var dc_full_soc: value is nested too deeply; allowed: at most 32 levels; check brackets";
    const std::string kType = "; allowed: number; send the JSON type of the interface";
    for (const Ugly& ugly : {
             Ugly{"empty", "", no_json("")},
             Ugly{"blanks", " \r\n", no_json(" \\x0D\\n")},
             Ugly{"two values", "80 81", no_json("80 81")},
             Ugly{"NUL", "8\0]"s, no_json("8\\x00]")},
             Ugly{"byte-order mark between", "8\xEF\xBB\xBF", no_json("8\xEF\xBB\xBF")},
             Ugly{"invalid UTF-8", "\"\xFF\"", no_json("\"\\xFF\"")},
             Ugly{"half a surrogate", R"("\ud800")", no_json(R"("\ud800")")},
             Ugly{"comment", "80 // percent", no_json("80 // percent")},
             Ugly{"trailing comma", "[80,]", no_json("[80,]")},
             Ugly{"nan", "NaN", no_json("NaN")},
             Ugly{"infinite", "-Infinity", no_json("-Infinity")},
             Ugly{"too large a number", "1e999", no_json("1e999")},
             Ugly{"long", std::string(1'000'000, 'x'), no_json(std::string(200, 'x') + "...")},
             Ugly{"bottomless list", std::string(100'000, '['), kDeep},
             Ugly{"deep list", std::string(34, '[') + std::string(34, ']'), kDeep},
             Ugly{"text", "\"80\"", "var dc_full_soc: value has the wrong type: '\"80\"'" + kType},
             Ugly{"null", "null", "var dc_full_soc: value has the wrong type: 'null'" + kType},
             Ugly{"large", "1e300",
                  "var dc_full_soc: value is out of range: '1e+300'; allowed: 0 to 100 %; send a "
                  "value inside the range of the interface"},
             Ugly{"negative", "-1e-300",
                  "var dc_full_soc: value is out of range: '-1e-300'; allowed: 0 to 100 %; send a "
                  "value inside the range of the interface"},
         }) {
        EXPECT_EQ(error_of(VarName::dc_full_soc, ugly.json), ugly.error) << ugly.name;
    }
}

TEST(UglyJson, IsTakenWhereItIsOnlyUgly) {
    for (const char* json : {" 80\r\n", "8e1", "-0",
                             "\xEF\xBB\xBF"
                             "80",
                             "80.000"}) {
        EXPECT_EQ(error_of(VarName::dc_full_soc, json), "") << json;
    }
}

}  // namespace
}  // namespace chargerig::link
