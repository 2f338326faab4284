import Catalog
import Foundation
import Reports
import Testing

@testable import dracobench

@Suite("Agreement of the simulator's two ways")
struct SimulatorAgreementTests {
    @Test("The pipeline over HTTP stores the very verdicts that are drawn in process")
    func agreement() async throws {
        let home = URL(filePath: #filePath).deletingLastPathComponent()
            .deletingLastPathComponent().deletingLastPathComponent().path
        let agreement = try await SimulatorAgreement(
            workspace: try Workspace(home: home, currentDirectory: "/", executable: "/none"),
            tasks: 2, seed: 11
        ).check()
        #expect(agreement.holds)
        #expect(agreement.tasks == 2)
        #expect(agreement.differing == 0)
        #expect(agreement.verdicts > 300)
        #expect(agreement.rows.count == SimulatedField.configurations.count)
        #expect(agreement.rows.allSatisfy { $0.inProcess > 0.1 })
    }
}
