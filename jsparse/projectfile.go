package jsparse

import "path/filepath"

// ReadFile returns the text of a file of the project that is no module, such as
// a server's configuration, by its path below the project's folder.
func (g *Graph) ReadFile(rel string) (string, error) {
	return g.read(filepath.Join(g.root, filepath.FromSlash(rel)))
}
