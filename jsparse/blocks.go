package jsparse

type scriptBlock struct {
	script Script
	lang   Lang
	code   string
}

func scriptBlocks(path, text string) []scriptBlock { return nil }
