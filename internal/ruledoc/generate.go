package ruledoc

//go:generate go run ./gen ../..
