// SPDX-License-Identifier: Apache-2.0

private import Synchronization

/// A key's workspaces that no operation uses just now.
///
/// It starts with one and grows only when more operations run at the same time than ever before;
/// the lock is held for a push or a pop.
final class WorkspacePool: Sendable {
    let layout: WorkspaceLayout
    private let idle: Mutex<[Workspace]>

    init(layout: WorkspaceLayout) {
        self.layout = layout
        idle = Mutex([Workspace(layout: layout)])
    }

    func take() -> Workspace {
        idle.withLock { $0.popLast() } ?? Workspace(layout: layout)
    }

    /// Wipes a workspace and makes it available again.
    func giveBack(_ workspace: Workspace) {
        workspace.wipe()
        idle.withLock { $0.append(workspace) }
    }
}
