#include "grader/worker/call_count.hpp"

#include <gtest/gtest.h>

extern "C" void __cyg_profile_func_enter(void* function, void* caller);
extern "C" void backprop_vocabulary_enter(void* function, void* caller);

namespace grader {
namespace {

// These represent the functions of a student's file. Only their addresses matter.
char forward_pass, step, only_backward;

void enter(char& function, int times = 1) {
  for (int i = 0; i < times; ++i) __cyg_profile_func_enter(&function, nullptr);
}

TEST(CallCount, CountsForwardPassesWithinTheBackwardPass) {
  count_forward_pass();
  enter(forward_pass);
  count_backward_pass();
  EXPECT_EQ(forward_calls(), 0u);
  enter(forward_pass, 12);
  EXPECT_EQ(forward_calls(), 12u);
  count_backward_pass();
  EXPECT_EQ(forward_calls(), 0u) << "each backward pass has its own count";
  enter(forward_pass);
  EXPECT_EQ(forward_calls(), 1u);
}

// A helper that both passes call equally often is not a repeated forward pass. A helper that contains the
// whole pass is.
TEST(CallCount, MeasuresHelpersByWhatTheForwardPassNeedsOfThem) {
  count_forward_pass();
  enter(forward_pass);
  enter(step, 5);
  count_backward_pass();
  enter(step, 5);
  EXPECT_EQ(forward_calls(), 1u);
  enter(step, 50);
  EXPECT_EQ(forward_calls(), 11u);
}

TEST(CallCount, TakesNoNoticeOfWhatOnlyTheBackwardPassCalls) {
  count_forward_pass();
  enter(forward_pass);
  count_backward_pass();
  enter(only_backward, 1000);
  EXPECT_EQ(forward_calls(), 0u);
  count_forward_pass();
  count_backward_pass();
  enter(forward_pass, 9);
  EXPECT_EQ(forward_calls(), 0u) << "a forward pass that is over is forgotten";
}

// A forward pass that hides its own name still calls the vocabulary, every function of it that it needs.
TEST(CallCount, CountsHiddenForwardPassesByTheVocabularyThatTheyCall) {
  static char product, exponential;
  const auto call = [](char& function, int times) {
    for (int i = 0; i < times; ++i) backprop_vocabulary_enter(&function, nullptr);
  };
  count_forward_pass();
  call(product, 2);
  call(exponential, 1);
  count_backward_pass();
  call(product, 50);
  EXPECT_EQ(forward_calls(), 0u) << "a derivation may multiply as often as it likes";
  call(exponential, 20);
  EXPECT_EQ(forward_calls(), 20u);
}

TEST(CallCount, SurvivesMoreFunctionsThanThereIsRoomFor) {
  static char many[100000];
  count_forward_pass();
  enter(forward_pass);
  for (char& function : many) enter(function);
  count_backward_pass();
  enter(forward_pass, 3);
  EXPECT_EQ(forward_calls(), 3u);
}

}  // namespace
}  // namespace grader
