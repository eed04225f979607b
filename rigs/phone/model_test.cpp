#include "rigs/phone/model.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace simplespec::rigs {
namespace {

using testing::HasSubstr;

TEST(model, the_built_in_ones_are_whole) {
    ASSERT_GE(models().size(), 9U);
    for (const auto& m : models()) {
        EXPECT_FALSE(m.name.empty() || m.make.empty() || m.text.empty() || m.firmware.empty()) << m.name;
        EXPECT_GE(m.programmable, 4) << m.name;
        EXPECT_EQ(find_model(m.name), &m);
    }
}

TEST(model, is_found_by_its_name_in_any_case) {
    const auto* found = find_model("SNOM370");
    ASSERT_NE(found, nullptr);
    EXPECT_EQ(found->width, 240);
    EXPECT_EQ(found->height, 128);
    EXPECT_FALSE(found->coloured());
    EXPECT_TRUE(found->geometry_known);
    EXPECT_TRUE(find_model("snomd785")->coloured());
    EXPECT_EQ(find_model("snom"), nullptr);
    EXPECT_EQ(find_model(""), nullptr);
}

TEST(model, a_line_that_is_wrong_is_named) {
    const std::string head = "model,make,text,width,height,depth,programmable,lamps,firmware,geometry\n";
    EXPECT_THAT(read_models(head + "a,b,c,1,1,1,1,one,1,guess\nx,y\n").error(), HasSubstr("line 3"));
    for (const auto* size : {"0,10,1", "wide,10,1", "10,99999,1", "10,10,-1", "10,10,"})
        EXPECT_THAT(read_models(head + "a,b,c," + size + ",1,one,1,guess\n").error(), HasSubstr("line 2"))
            << size;
    EXPECT_EQ(read_models(head)->size(), 0U);
}

} // namespace
} // namespace simplespec::rigs
