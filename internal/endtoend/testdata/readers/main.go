// Command readers reads reports with the parsers that others ship, and prints
// one line for each finding: path, line, column, severity, rule and message,
// between tabs.
//
//	readers reviewdog FORMAT        reviewdog -f=FORMAT
//	readers efm PATTERN...          reviewdog -efm=PATTERN...
//	readers junit                   go-junit
//	readers schema SCHEMA.json      a validator of JSON schemas; prints nothing
package main

import (
	"fmt"
	"io"
	"log"
	"os"

	"github.com/joshdk/go-junit"
	"github.com/reviewdog/reviewdog/parser"
	"github.com/xeipuuv/gojsonschema"
)

func main() {
	log.SetFlags(0)
	var err error
	switch args := os.Args[2:]; os.Args[1] {
	case "reviewdog":
		err = reviewdog(&parser.Option{FormatName: args[0]})
	case "efm":
		err = reviewdog(&parser.Option{Errorformat: args})
	case "junit":
		err = readJUnit()
	case "schema":
		err = validate(args[0])
	}
	if err != nil {
		log.Fatal(err)
	}
}

func row(path string, line, column int, severity, rule, message string) {
	fmt.Printf("%s\t%d\t%d\t%s\t%s\t%s\n", path, line, column, severity, rule, message)
}

func reviewdog(opt *parser.Option) error {
	p, err := parser.New(opt)
	if err != nil {
		return err
	}
	list, err := p.Parse(os.Stdin)
	for _, d := range list {
		start := d.GetLocation().GetRange().GetStart()
		row(d.GetLocation().GetPath(), int(start.GetLine()), int(start.GetColumn()), d.GetSeverity().String(), d.GetCode().GetValue(), d.GetMessage())
	}
	return err
}

func readJUnit() error {
	suites, err := junit.IngestReader(os.Stdin)
	for _, s := range suites {
		for _, c := range s.Tests {
			message := ""
			if c.Error != nil {
				message = c.Error.Error()
			}
			row(s.Name, 0, 0, string(c.Status), c.Name, message)
		}
	}
	return err
}

func validate(schema string) error {
	definition, err := os.ReadFile(schema)
	if err != nil {
		return err
	}
	text, err := io.ReadAll(os.Stdin)
	if err != nil {
		return err
	}
	result, err := gojsonschema.Validate(gojsonschema.NewBytesLoader(definition), gojsonschema.NewBytesLoader(text))
	if err != nil {
		return err
	}
	for _, e := range result.Errors() {
		log.Print(e)
	}
	if !result.Valid() {
		return fmt.Errorf("%d violations", len(result.Errors()))
	}
	return nil
}
