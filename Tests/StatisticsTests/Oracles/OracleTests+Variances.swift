import JSONText
import Statistics

extension OracleTests {
    /// Variance components, designs and power.
    static let variances: [String: Computation] = [
        "nested-anova": { inputs in
            guard let parts = VarianceComponents(table(inputs, "scores_task_gen_judge")) else {
                return .null
            }
            let taskMeans = table(inputs, "scores_task_gen_judge").compactMap {
                Averages.mean($0.flatMap { $0 })
            }
            return [
                "MS_task": .number(parts.meanSquareTask),
                "MS_gen": .of(parts.meanSquareGeneration), "MS_judge": .of(parts.meanSquarePass),
                "var_task": .number(parts.task), "var_gen": .of(parts.generation),
                "var_judge": .of(parts.pass), "grand_mean": .number(parts.mean),
                "se_population_this_design": .number(parts.populationError),
                "se_from_task_means": .of(MeanEstimate(taskMeans)?.standardError),
                "se_fixed_benchmark": .of(parts.fixedBenchmarkError),
                "reliability_task_means": .of(parts.reliability),
            ]
        },
        "d-study": { inputs in
            let designs = inputs.rows("designs").map(design)
            let (generation, pass) = (inputs.number("var_gen"), inputs.number("var_judge"))
            return [
                "se_population": .of(
                    designs.map {
                        $0.populationError(
                            task: inputs.number("var_task"), generation: generation, pass: pass)
                    }),
                "se_fixed_benchmark": .of(
                    designs.map { $0.fixedBenchmarkError(generation: generation, pass: pass) }),
            ]
        },
        "d-study-paired-draco": { inputs in
            let designs = inputs.rows("designs").map(design)
            let errors = designs.map {
                $0.differenceError(
                    taskBySystem: inputs.number("var_task_by_system"),
                    generation: inputs.number("var_gen"), pass: inputs.number("var_judge"))
            }
            let mde = zip(designs, errors).map { design, error in
                PowerAnalysis().detectableDifference(
                    standardDeviation: error * Double(design.tasks).squareRoot(),
                    tasks: design.tasks)
            }
            return ["se": .of(errors), "mde80": .of(mde)]
        },
        "optimal-judge-runs": { inputs in
            [
                "m_star": .of(
                    StudyDesign.optimalPasses(
                        generation: inputs.number("var_gen"), pass: inputs.number("var_judge"),
                        generationCost: inputs.number("cost_gen"),
                        passCost: inputs.number("cost_judge_run")))
            ]
        },
        "seeded-hierarchical-bootstrap": { inputs in
            let means = table(inputs, "scores_task_gen_judge").compactMap {
                Averages.mean($0.flatMap { $0 })
            }
            let resamples = TaskResamples(
                taskCount: means.count, replicates: Int(inputs.number("B")), seed: seed(inputs))
            let distribution = resamples.means(of: [means])[0]
            return [
                "task": [
                    "first3": .of(Array(distribution[..<3])),
                    "se": .of(Moments.standardDeviation(distribution)),
                    "percentile": BootstrapInterval.percentile(distribution).pair,
                ]
            ]
        },
        "mde-paired-n100": { inputs in
            let power = PowerAnalysis()
            let n = Int(inputs.number("n"))
            return [
                "standardised_effect": .of(power.detectableEffect(tasks: n)),
                "standardised_effect_n93": .of(power.detectableEffect(tasks: 93)),
                "rows": .array(
                    inputs.numbers("sd_diff").map { sd in
                        [
                            "sd_diff": .number(sd),
                            "mde_t": .of(
                                power.detectableDifference(standardDeviation: sd, tasks: n)),
                            "mde_normal": .number(
                                power.detectableDifference(
                                    standardError: sd / Double(n).squareRoot())),
                        ]
                    }),
            ]
        },
        "n-required-paired": { inputs in
            let power = PowerAnalysis()
            let exact = inputs.rows("delta_sd").map {
                power.tasksNeeded(difference: $0[0], standardDeviation: $0[1])
            }
            return [
                "n_t_exact_real": .of(exact),
                "n_normal_real": .of(
                    inputs.rows("delta_sd").map {
                        power.approximateTasksNeeded(difference: $0[0], standardDeviation: $0[1])
                    }),
                "n_ceil": .of(exact.map { $0?.rounded(.up) }),
            ]
        },
        "miller-repeats-mde": { inputs in
            let mde = inputs.numbers("K").map { k in
                let variance =
                    inputs.number("omega2") + inputs.number("sigma2_A") / k
                    + inputs.number("sigma2_B") / k
                return PowerAnalysis().detectableDifference(
                    standardError: (variance / inputs.number("n")).squareRoot())
            }
            return ["mde": .of(mde)]
        },
    ]

    private static func table(_ inputs: JSONValue, _ key: String) -> [[[Double]]] {
        (inputs.input(key).array ?? []).map { ($0.array ?? []).map(\.numbers) }
    }

    private static func design(_ row: [Double]) -> StudyDesign {
        StudyDesign(tasks: Int(row[0]), generations: Int(row[1]), passes: Int(row[2]))
    }
}
