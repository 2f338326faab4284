import JSONText
import Statistics

extension OracleTests {
    /// Intervals of a mean.
    static let intervals: [String: Computation] = [
        "t-interval": { inputs in
            let estimate = MeanEstimate(inputs.numbers("x"))
            let interval = estimate?.interval()
            return [
                "mean": .of(estimate?.mean), "se": .of(estimate?.standardError),
                "df": .integer(estimate?.degreesOfFreedom ?? 0), "low": .of(interval?.low),
                "high": .of(interval?.high),
            ]
        },
        "exhaustive-bootstrap-mean-n5": { inputs in
            let x = inputs.numbers("x")
            let means = EveryResample.means(of: [x])[0]
            return .object(
                JSONObject(
                    pairs: bootstrap(x, means) + [("n_resamples", .integer(means.count))]))
        },
        "seeded-bootstrap-mean-n10-B2000": { inputs in
            let x = inputs.numbers("x")
            let resamples = TaskResamples(
                taskCount: x.count, replicates: Int(inputs.number("B")), seed: seed(inputs))
            let means = resamples.means(of: [x])[0]
            let streams = SplitMix64.streams(seed: seed(inputs), count: 3)
            let first = zip(streams, means).map { stream, mean -> JSONValue in
                var stream = stream
                return [
                    "indices": .of(x.indices.map { _ in stream.below(x.count) }),
                    "mean": .number(mean),
                ]
            }
            return .object(
                JSONObject(pairs: bootstrap(x, means) + [("first_replicates", .array(first))]))
        },
        "clustered-se": { inputs in
            let x = inputs.numbers("x")
            let estimate = MeanEstimate(x)
            let n = Double(x.count)
            let clustered = GroupedMean.clustered(x, groups: inputs.words("cluster"))
            let groups = Double(Set(inputs.words("cluster")).count)
            return [
                "se_iid_ddof0": .of(
                    estimate?.standardError.map { $0 * ((n - 1) / n).squareRoot() }),
                "se_iid": .of(estimate?.standardError),
                "se_cr0": .of(
                    clustered.map { $0.standardError * ((groups - 1) / groups).squareRoot() }),
                "se_cr1": .of(clustered?.standardError), "clusters": .number(groups),
                "t_df": .integer(clustered?.degreesOfFreedom ?? 0),
            ]
        },
        "expanded-percentile-alpha": { inputs in
            [
                "alpha_per_tail": .of(
                    inputs.numbers("n").map { BootstrapInterval.expandedTail(count: Int($0)) })
            ]
        },
    ]

    private static func bootstrap(
        _ x: [Double], _ means: [Double]
    ) -> [(String, JSONValue)] {
        let estimate = Averages.mean(x) ?? .nan
        let jackknife = BootstrapInterval.jackknifeMeans(x)
        let corrected = BootstrapInterval.biasCorrected(
            means, estimate: estimate, jackknife: jackknife)
        let correction = BiasCorrection(means, estimate: estimate, jackknife: jackknife)
        let detail: JSONValue = [
            "z0": .of(correction?.shift), "acceleration": .of(correction?.acceleration),
            "alpha_low": .of(correction?.level(0.025)),
            "alpha_high": .of(correction?.level(0.975)), "low": .of(corrected?.low),
            "high": .of(corrected?.high),
        ]
        return [
            ("percentile", BootstrapInterval.percentile(means).pair),
            ("basic", BootstrapInterval.basic(means, estimate: estimate).pair),
            ("BCa", corrected.pair),
            ("bootstrap_se_ddof1", .of(Moments.standardDeviation(means))),
            ("BCa_detail", detail),
        ]
    }
}

/// All nⁿ resamples of n tasks, as if the bootstrap drew without chance.
enum EveryResample {
    /// The mean of every row in every resample.
    static func means(of rows: [[Double]]) -> [[Double]] {
        let n = rows.first?.count ?? 0
        var sums = rows.map { _ in [0.0] }
        for _ in 0..<n {
            for row in rows.indices {
                sums[row] = sums[row].flatMap { sum in rows[row].map { sum + $0 } }
            }
        }
        return sums.map { $0.map { $0 / Double(n) } }
    }
}
