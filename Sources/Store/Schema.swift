import GRDB

/// The shape of a results file.
///
/// Migrations are numbered, only ever added to, and never changed once released: a file that was
/// written by one version is read by all later ones.
enum Schema {
    /// Marks a SQLite file as ours: "DRAC" as a number.
    static let applicationID: Int32 = 0x4452_4143

    static var migrator: DatabaseMigrator {
        var migrator = DatabaseMigrator()
        migrator.registerMigration("v1") { db in
            try db.execute(sql: v1Plans)
            try db.execute(sql: v1Records)
            try db.execute(sql: v1Views)
            try db.execute(sql: "PRAGMA application_id = \(applicationID)")
        }
        migrator.registerMigration("v2") { db in try db.execute(sql: v2) }
        migrator.registerMigration("v3") { db in
            try db.execute(sql: v3Plans)
            try db.execute(sql: v3Ledger)
        }
        migrator.registerMigration("v4") { db in try db.execute(sql: v4) }
        return migrator
    }
}
