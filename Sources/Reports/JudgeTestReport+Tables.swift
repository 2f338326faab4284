import Comparison
import Statistics
import Vocabulary

extension JudgeTestReport {
    var goldSection: String {
        guard !quality.slices.isEmpty else { return "" }
        var main = MarkdownTable([
            ("Criteria", .left), ("Labels", .right), ("MET", .right), ("Constant", .right),
            ("Agreement", .right), ("95 % interval", .right), ("κ", .right),
            ("95 % interval", .right), ("AC1", .right), ("95 % interval", .right), ("J", .right),
            ("95 % interval", .right),
        ])
        var rest = MarkdownTable([
            ("Criteria", .left), ("Precision", .right), ("Recall", .right),
            ("Specificity", .right), ("F1", .right), ("Balanced accuracy", .right),
            ("95 % interval", .right), ("PABAK", .right), ("MCC", .right), ("Bias", .right),
            ("95 % interval", .right),
        ])
        for slice in quality.slices {
            let own = slice.agreement
            main.add(
                [
                    slice.title, "\(own.labels)", Figures.percent(own.baseRate),
                    Figures.percent(own.constantVerdict.agreement),
                    Figures.percent(own.value(.agreement)),
                    Figures.percents(own.interval(.agreement)),
                ]
                    + [AgreementCoefficient.kappa, .ac1, .youden].flatMap { coefficient in
                        [
                            Self.coefficient(own.value(coefficient)),
                            Figures.range(own.interval(coefficient)) { Self.coefficient($0) },
                        ]
                    })
            rest.add([
                slice.title, Figures.percent(own.value(.precision)),
                Figures.percent(own.value(.recall)), Figures.percent(own.value(.specificity)),
                Figures.percent(own.value(.f1)), Figures.percent(own.value(.balancedAccuracy)),
                Figures.percents(own.interval(.balancedAccuracy)),
                Self.coefficient(own.value(.pabak)), Self.coefficient(own.value(.matthews)),
                Figures.points(own.value(.bias)), Figures.points(own.interval(.bias)),
            ])
        }
        return """
            ## How its verdicts fall on gold

            \(main.text)

            \(rest.text)

            MET: the share of labels that are. Constant: what always giving the commoner verdict \
            would agree on. Polarity and axis together: from \
            \(JudgeQuality.enoughLabels) labels on.
            """
    }

    var confusionSection: String {
        guard quality.overall != nil else { return "" }
        var table = MarkdownTable([
            ("Criteria", .left), ("Gold", .left), ("Judge MET", .right), ("Judge UNMET", .right),
        ])
        for polarity in Polarity.allCases {
            guard let counts = quality.slice(polarity)?.counts else { continue }
            table.add([
                polarity.rawValue, "MET", "\(counts.truePositives)", "\(counts.falseNegatives)",
            ])
            table.add([
                polarity.rawValue, "UNMET", "\(counts.falsePositives)", "\(counts.trueNegatives)",
            ])
        }
        return """
            ## Confusion

            \(table.text)

            Verdicts of all judgings; those that are missing are in no cell.
            """
    }

    var scoreSection: String {
        guard let errors = quality.errors, let bias = errors.bias, let absolute = errors.absolute
        else { return "" }
        let partial = (errors.coveredWeight ?? 1) < 0.995
        let covered =
            partial
            ? """
            \n- Labels cover \(Figures.percent(errors.coveredWeight)) % of the positive weight of \
            these rubrics; what the judge gets wrong on the rest is not in these figures.
            """ : ""
        return """
            ## Scores of whole answers

            - Mean error: \(Self.points(bias.mean)) points (95 % interval \
            \(Self.points(bias.interval()))); above 0, the judge scores too high
            - Mean error up or down: \(Figures.fixed(absolute.mean, 1)) points (95 % interval \
            \(Figures.range(absolute.interval()) { Figures.fixed(max(0, $0), 1) }))
            - Limits of agreement: \(Self.points(errors.limits)) points; of single judgings, about \
            95 % lie between them
            - Misjudged: \(Figures.percent(errors.misjudged.estimate)) % of the labelled weight \
            (95 % interval \(Figures.percents(errors.misjudged.interval)))\(covered)
            """
    }

    var repeatSection: String {
        guard quality.trial.repeats > 1, let overall = quality.overall else { return "" }
        var table = MarkdownTable([
            ("Judging", .left), ("Verdicts", .right), ("Agreement", .right), ("κ", .right),
            ("AC1", .right), ("J", .right), ("Bias", .right),
        ])
        func add(_ title: String, _ counts: AgreementCounts) {
            table.add([
                title, "\(counts.count)", Figures.percent(counts.agreement),
                Self.coefficient(counts.kappa), Self.coefficient(counts.gwetAC1),
                Self.coefficient(counts.youden), Figures.points(counts.bias),
            ])
        }
        for (place, counts) in overall.byRepeat.enumerated() { add("\(place + 1)", counts) }
        add("all", overall.counts)
        add("majority", overall.majority)
        return """
            ## Judging by judging

            \(table.text)

            Majority: what most judgings say, ties left out; for display, since a run counts \
            single judgings.
            """
    }

    var stabilitySection: String {
        guard let stability = quality.stability else { return "" }
        var table = MarkdownTable([
            ("Criteria", .left), ("Judged twice or more", .right), ("Unstable", .right),
            ("Expected flip", .right), ("Two judgings part", .right), ("95 % interval", .right),
        ])
        func add(_ title: String, _ part: JudgeStability?) {
            guard let part else { return }
            table.add([
                title, "\(part.questions)", Figures.percent(part.unstable),
                Figures.percent(part.expectedFlip), Figures.percent(part.disagreement.estimate),
                Figures.percents(part.disagreement.interval),
            ])
        }
        add("all", stability)
        for polarity in Polarity.allCases {
            add(polarity.rawValue, quality.stabilityByPolarity[polarity])
        }
        let votes = [1, 3, 5].compactMap { k in
            stability.majorityError(of: k).map { "\(Figures.percent($0)) % for \(k)" }
        }
        let majority =
            votes.isEmpty
            ? ""
            : """
             A majority of judgings would say other than what the judge tends to on \
            \(votes.joined(separator: ", ")), if all criteria were alike; where few make most \
            flips, votes mend less.
            """
        return """
            ## Whether it says the same again

            \(table.text)

            Unstable: judgings part. Expected flip: mean 2p(1 − p) of the share p of judgings that \
            say MET, which is low with few judgings; that two judgings part is not.\(majority) \
            Votes take away noise, never what a judge gets wrong every time.
            """
    }

    var annotatorSection: String {
        guard let annotators else { return "" }
        var table = MarkdownTable([
            ("Who", .left), ("Against", .left), ("Labels", .right), ("Agreement", .right),
            ("κ", .right), ("AC1", .right),
        ])
        func add(_ who: String, _ against: String, _ counts: AgreementCounts) {
            table.add([
                who, against, "\(counts.count)", Figures.percent(counts.agreement),
                Self.coefficient(counts.kappa), Self.coefficient(counts.gwetAC1),
            ])
        }
        for pair in annotators.pairs {
            add(Escape.markdown(pair.second), Escape.markdown(pair.first), pair.counts)
        }
        for against in annotators.annotatorsAgainstLabel {
            add(Escape.markdown(against.annotator), "agreed label", against.counts)
        }
        for against in annotators.judgeByAnnotator {
            add("the judge", Escape.markdown(against.annotator), against.counts)
        }
        if let judge = annotators.judgeAgainstLabel { add("the judge", "agreed label", judge) }
        return """
            ## People

            \(table.text)

            Krippendorff's α of the annotators: \
            \(Self.coefficient(annotators.krippendorffAlpha)). Fleiss' κ, where all of them \
            labelled everything: \(Self.coefficient(annotators.fleissKappa)). The judge's labels \
            count once for every judging.
            """
    }

    var precisionSection: String {
        guard quality.overall != nil else { return "" }
        let counts = Polarity.allCases.map { polarity in
            "\(quality.slice(polarity)?.labels ?? 0) \(polarity.rawValue)"
        }
        var lines = ["- Labels by polarity: \(counts.joined(separator: ", "))"]
        if let precision = quality.precision {
            lines.append(
                """
                - Its \(Self.count(precision.labels, "label")) tell the agreement to \
                ±\(Figures.percent(precision.halfWidth)) points, labels on the same answer being \
                alike (design effect \(Figures.fixed(precision.designEffect, 1))). For ±3 points it \
                would take \(Self.count(precision.labelsNeeded, "label")), with as many to an \
                answer as here \(Self.count(precision.answersNeeded, "answer")).
                """)
        }
        lines += gold?.warnings.map { "- \(Escape.markdown($0))" } ?? []
        return "## The gold set\n\n" + lines.joined(separator: "\n")
    }
}

extension JudgeQuality.Slice {
    var title: String {
        let parts = [polarity?.rawValue, axis?.shortTitle].compactMap { $0 }
        return parts.isEmpty ? "all" : parts.joined(separator: ", ")
    }
}
