#include "grader/checks/one_change.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>
#include <set>

#include "grader/checks/contract.hpp"
#include "grader/checks/testing/changed_gradient.hpp"

namespace grader {
namespace {

using testing::HasSubstr;

// Returns a change after which the gradient is that of another call.
ChangeGradient as_if(const std::string& op_name, const std::string& gradient,
                     const std::function<void(Case&, Tensors& upstream)>& change) {
  return [=](Tensor& result, const Case& the_case, const Tensors& upstream) {
    Case changed = the_case;
    Tensors u = upstream;
    change(changed, u);
    result = find_op(op_name)->start(changed).backward(u).at(gradient);
  };
}

TEST(OneChange, IsTheValueOfAnAttribute) {
  const ChangeGradient fixed =
      as_if("leaky_relu", "x", [](Case& the_case, Tensors&) { the_case.attributes["alpha"] = 0.5; });
  EXPECT_THAT(finding_of("batchnorm_alt", "x",
                         as_if("batchnorm_alt", "x",
                               [](Case& the_case, Tensors&) { the_case.attributes["eps"] = 1.0; }))
                  .explanation,
              HasSubstr("Your dx is what it would be if eps were 1."));
  EXPECT_NE(finding_of("leaky_relu", "x", fixed).explanation, "");
}

TEST(OneChange, IsAnUpstreamGradientThatIsLeftOut) {
  EXPECT_THAT(finding_of("lstm_step", "x",
                         as_if("lstm_step", "x",
                               [](Case&, Tensors& upstream) {
                                 for (double& value : upstream.at("next_c").values) value = 0.0;
                               }))
                  .explanation,
              HasSubstr("Your dx is what it would be if dnext_c were 0."));
}

TEST(OneChange, IsAnInputInThePlaceOfAnother) {
  EXPECT_THAT(finding_of("lstm_step", "wh",
                         as_if("lstm_step", "wh",
                               [](Case& the_case, Tensors&) {
                                 the_case.inputs["prev_h"] = the_case.inputs["prev_c"];
                               }))
                  .explanation,
              HasSubstr("Your dwh is what it would be if prev_h had the values of prev_c."));
}

TEST(OneChange, IsTheOrderInTime) {
  const ChangeGradient turned = [](Tensor& gradient, const Case&, const Tensors&) {
    const Tensor right = gradient;
    const Shape& shape = right.shape;
    for (std::size_t i = 0; i < right.values.size(); ++i) {
      const std::size_t t = i / shape[2] % shape[1];
      gradient.values[i] = right.values[i + (shape[1] - 1 - t) * shape[2] - t * shape[2]];
    }
  };
  EXPECT_THAT(finding_of("rnn", "x", turned).explanation,
              HasSubstr("Your dx is what it should be, in the opposite order along T."));
}

// Clears the upstream gradient of `op` but for what `kept` names by time step.
ChangeGradient with_steps(const std::string& op, const std::string& gradient, const std::string& output,
                          const std::function<std::size_t(std::size_t t, std::size_t T)>& from) {
  return as_if(op, gradient, [=](Case&, Tensors& upstream) {
    const Tensor u = upstream.at(output);
    const std::size_t T = u.shape[1], width = u.shape[2];
    for (std::size_t i = 0; i < u.values.size(); ++i) {
      const std::size_t t = i / width % T, other = from(t, T);
      upstream.at(output).values[i] = other == T ? 0.0 : u.values[i - t * width + other * width];
    }
  });
}

TEST(OneChange, IsAnUpstreamGradientOfSomeStepsOnly) {
  const auto last_only = [](std::size_t t, std::size_t T) { return t + 1 == T ? t : T; };
  EXPECT_EQ(
      finding_of("embedding", "w", with_steps("embedding", "w", "out", last_only)).explanation,
      " Your dw is what it would be if dout were 0 except at the last time step: does each share add up, "
      "or replace the one before it?");
  const auto without_first = [](std::size_t t, std::size_t T) { return t == 0 ? T : t; };
  EXPECT_EQ(finding_of("embedding", "w", with_steps("embedding", "w", "out", without_first)).explanation,
            " Your dw is what it would be if dout were 0 at the first time step.");
  const auto backwards = [](std::size_t t, std::size_t T) { return T - 1 - t; };
  EXPECT_EQ(finding_of("embedding", "w", with_steps("embedding", "w", "out", backwards)).explanation,
            " Your dw is what it would be if dout came in the opposite order along T.");
}

TEST(OneChange, IsASumOfWhichTheLastTermStays) {
  const ChangeGradient last = as_if("conv", "w", [](Case&, Tensors& upstream) {
    Tensor& u = upstream.at("out");
    for (std::size_t i = 0; i < u.values.size(); ++i) {
      const Shape place = coordinates(u.shape, i);
      const bool at_end =
          place[0] + 1 == u.shape[0] && place[2] + 1 == u.shape[2] && place[3] + 1 == u.shape[3];
      if (!at_end) u.values[i] = 0.0;
    }
  });
  EXPECT_THAT(finding_of("conv", "w", last).explanation,
              HasSubstr("if dout were 0 except at the last index along N, H_out and W_out: "));
}

TEST(OneChange, IsAnInputOfOneStepForAll) {
  EXPECT_THAT(
      finding_of("temporal_affine", "w",
                 as_if("temporal_affine", "w",
                       [](Case& the_case, Tensors&) {
                         Tensor& x = the_case.inputs.at("x");
                         const std::size_t T = x.shape[1], D = x.shape[2];
                         for (std::size_t i = 0; i < x.values.size(); ++i)
                           x.values[i] = x.values[i - i / D % T * D];
                       }))
          .explanation,
      HasSubstr("Your dw is what it would be if x had the values of its first time step everywhere."));
}

TEST(OneChange, IsAnIndexThatDoesNotMove) {
  EXPECT_THAT(finding_of("gather", "q",
                         as_if("gather", "q",
                               [](Case& the_case, Tensors&) {
                                 std::vector<double>& a = the_case.inputs.at("a").values;
                                 a.assign(a.size(), a.front());
                               }))
                  .explanation,
              HasSubstr("Your dq is what it would be if a had its first value everywhere."));
}

// One less the stride is no call that the reference must survive.
TEST(OneChange, IsOneThatTheLayerMayBeCalledWith) {
  std::set<double> strides;
  Op op = *find_op("conv_transpose");
  op.start = [start = op.start, &strides](const Case& the_case) {
    strides.insert(the_case.attributes.at("stride"));
    return start(the_case);
  };
  Transcript transcript = cases::plan(op, 3);
  SpoiledSubject subject("b", [](Tensor db, auto&&...) {
    for (std::size_t i = 0; i < db.values.size(); ++i) db.values[i] *= uneven(i);
    return db;
  });
  cases::ask(op, subject, transcript);
  strides.clear();
  EXPECT_EQ(check_gradient(op, transcript, "b").status, Status::fail);
  ASSERT_FALSE(strides.empty()) << "no change was tried";
  for (const double stride : strides) {
    EXPECT_GE(stride, 1.0);
    EXPECT_EQ(stride, std::floor(stride));
  }
}

// A change must explain every case.
TEST(OneChange, IsNotNamedWhereItExplainsOnlySomeCases) {
  const ChangeGradient sometimes = [](Tensor& result, const Case& the_case, const Tensors& upstream) {
    Case changed = the_case;
    const bool wide = the_case.inputs.at("x").shape.at(1) > 3;
    changed.attributes["eps"] = wide ? 1.0 : 0.25;
    result = find_op("batchnorm_alt")->start(changed).backward(upstream).at("x");
  };
  EXPECT_THAT(finding_of("batchnorm_alt", "x", sometimes).explanation,
              testing::Not(HasSubstr("what it would be")));
}

TEST(OneChange, ExplainsOutputsToo) {
  const Op& op = *find_op("adam");
  Op student = op;
  student.start = [&op](const Case& the_case) {
    Case changed = the_case;
    for (double& value : changed.inputs.at("v").values) value = 0.0;
    Instance instance = op.start(the_case);
    instance.outputs["next_v"] = op.start(changed).outputs.at("next_v");
    return instance;
  };
  Transcript transcript = cases::plan(op, 3);
  LinkedSubject subject;
  cases::ask(student, subject, transcript);
  const Finding finding = check_outputs(op, transcript);
  EXPECT_THAT(finding.explanation, HasSubstr("Your next_v is what it would be if v were 0 everywhere."));
  EXPECT_THAT(finding.explanation, HasSubstr("next_w, next_m and next_t are right."));
}

}  // namespace
}  // namespace grader
