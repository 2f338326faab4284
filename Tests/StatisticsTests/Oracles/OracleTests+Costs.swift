import JSONText
import Statistics

extension OracleTests {
    /// Costs and latencies.
    static let costs: [String: Computation] = [
        "cost-ratio": { inputs in
            let (a, b) = (inputs.numbers("cost_A"), inputs.numbers("cost_B"))
            let ratio = RatioEstimate(numerators: a, denominators: b)
            let log = RatioEstimate.logDelta(numerators: a, denominators: b)
            let means = EveryResample.means(of: [a, b])
            return [
                "ratio_of_means": .of(ratio?.ratio), "log_delta_se": .of(log?.standardError),
                "log_delta_ci95_t": (log?.interval).pair, "fieller": share(ratio),
                "bootstrap_percentile95":
                    BootstrapInterval.percentile(zip(means[0], means[1]).map { $0 / $1 }).pair,
            ]
        },
        "icer-net-benefit": { inputs in
            let costs = zip(inputs.numbers("cost_A"), inputs.numbers("cost_B")).map { $0 - $1 }
            let scores = zip(inputs.numbers("score_A"), inputs.numbers("score_B")).map { $0 - $1 }
            let (cost, score) = (Averages.mean(costs) ?? 0, Averages.mean(scores) ?? 0)
            let benefits = inputs.numbers("wtp_per_unit_score").compactMap { worth in
                CostEffect.netBenefit(
                    scoreDifferences: scores, costDifferences: costs, worth: worth)
            }
            return [
                "delta_cost": .number(cost), "delta_score": .number(score),
                "icer": .of(CostEffect.incrementalRatio(cost: cost, score: score)),
                "net_benefit_mean": .of(benefits.map(\.mean)),
                "net_benefit_se": .of(benefits.map(\.standardError)),
                "acceptability_bootstrap": .of(
                    benefits.map { benefit in
                        let means = EveryResample.means(of: [benefit.differences])[0]
                        return Double(means.count { $0 > 1e-12 }) / Double(means.count)
                    }),
            ]
        },
        "pareto": { inputs in
            let members = inputs.input("points_cost_score").object?.members ?? []
            let points = members.map { (cost: $0.value.numbers[0], score: $0.value.numbers[1]) }
            return ["frontier_by_cost": .of(CostEffect.frontier(points).map { members[$0].key })]
        },
        "latency-quantiles": { inputs in
            let seconds = inputs.numbers("latency_s")
            let quantiles = inputs.numbers("q").map { QuantileEstimate($0, of: seconds) }
            return [
                "quantiles": .of(quantiles.map { $0?.value }),
                "median_ci_order_stats_1based": .of([
                    quantiles[0]?.places.low ?? 0, quantiles[0]?.places.high ?? 0,
                ]),
                "median_ci": (quantiles[0]?.interval).pair,
                "coverage": .of(quantiles[0]?.coverage),
                "p95_upper_order_stat_n20": .integer(quantiles[2]?.places.high ?? 0),
            ]
        },
        "quantile-ci-n100": { inputs in
            func places(_ q: Double) -> JSONValue {
                let found = QuantileEstimate.places(q, count: Int(inputs.number("n")))
                return .of([Double(found.low), Double(found.high), found.coverage])
            }
            return [
                "p50": places(0.5), "p90": places(0.9), "p95": places(0.95), "p99": places(0.99),
            ]
        },
        "km-timeouts": { inputs in
            let curve = CompletionCurve(
                zip(inputs.numbers("time"), inputs.numbers("completed")).map {
                    (seconds: $0, came: $1 == 1)
                })
            return [
                "times": .of(curve.times), "survival": .of(curve.survival),
                "median": .of(curve.quantile(0.5)),
            ]
        },
    ]
}
