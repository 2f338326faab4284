import JSONText
import Statistics

extension OracleTests {
    /// Random numbers, distributions, descriptions.
    static let numbers: [String: Computation] = [
        "splitmix64-seed0": draws, "splitmix64-seed42": draws, "splitmix64-seed1234567": draws,
        "below-n5-seed42": { inputs in
            var generator = SplitMix64(seed: seed(inputs))
            return [
                "indices": .of(
                    (0..<Int(inputs.number("count"))).map { _ in
                        generator.below(Int(inputs.number("n")))
                    })
            ]
        },
        "unit-seed42": { inputs in
            var generator = SplitMix64(seed: seed(inputs))
            return [
                "values": .of((0..<Int(inputs.number("count"))).map { _ in generator.unit() })
            ]
        },
        "replicate-streams-seed42-n5-B3": { inputs in
            let streams = SplitMix64.streams(seed: seed(inputs), count: Int(inputs.number("B")))
            return [
                "indices": .array(
                    streams.map { stream in
                        var stream = stream
                        return .of((0..<5).map { _ in stream.below(5) })
                    })
            ]
        },
        "norm-cdf": { ["cdf": .of($0.numbers("x").map(NormalDistribution.cumulative))] },
        "norm-ppf": { ["ppf": .of($0.numbers("p").map(NormalDistribution.quantile))] },
        "t-cdf": { inputs in
            [
                "cdf": .of(
                    inputs.numbers("df").map {
                        StudentT(degreesOfFreedom: $0).cumulative(inputs.number("t"))
                    })
            ]
        },
        "t-ppf": { inputs in
            [
                "ppf": .of(
                    inputs.numbers("df").map {
                        StudentT(degreesOfFreedom: $0).quantile(inputs.number("p"))
                    })
            ]
        },
        "betainc": {
            ["I": .of($0.rows("a_b_x").map { BetaFunction.incomplete($0[0], $0[1], $0[2]) })]
        },
        "betaincinv": {
            ["x": .of($0.rows("a_b_p").map { BetaFunction.inverse($0[0], $0[1], $0[2]) })]
        },
        "chi2-sf": { inputs in
            [
                "sf": .of(
                    zip(inputs.numbers("x"), inputs.numbers("df")).map {
                        ChiSquare(degreesOfFreedom: $1).survival($0)
                    })
            ]
        },
        "binom-cdf": {
            [
                "cdf": .of(
                    $0.rows("k_n_p").map {
                        BinomialDistribution(trials: Int($0[1]), chance: $0[2])
                            .cumulative(Int($0[0]))
                    })
            ]
        },
        "quantile-type7": { inputs in
            let x = inputs.numbers("x")
            return ["quantiles": .of(inputs.numbers("q").map { Averages.quantile($0, of: x) })]
        },
        "moments": { inputs in
            let x = inputs.numbers("x")
            let estimate = MeanEstimate(x)
            return [
                "mean": .of(estimate?.mean), "sd": .of(estimate?.standardDeviation),
                "se": .of(estimate?.standardError), "skew_g1": .of(Moments.skewness(x)),
            ]
        },
    ]

    static func seed(_ inputs: JSONValue) -> UInt64 {
        inputs.input("seed").string.flatMap(UInt64.init) ?? 0
    }

    private static func draws(_ inputs: JSONValue) -> JSONValue {
        var generator = SplitMix64(seed: seed(inputs))
        return [
            "uint64_as_string": .of(
                (0..<Int(inputs.number("count"))).map { _ in String(generator.next()) })
        ]
    }
}
