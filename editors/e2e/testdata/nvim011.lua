-- A stand-in for what Neovim 0.11 brings: it starts a configured server for
-- the files of its types, below the nearest root marker. Fields that it does not
-- know are errors.
local configs = {}
vim.lsp.config = function(name, config)
  for field in pairs(config) do
    assert(field == "cmd" or field == "filetypes" or field == "root_markers", field)
  end
  configs[name] = config
end
vim.lsp.enable = function(name)
  local config = assert(configs[name], name)
  vim.api.nvim_create_autocmd("FileType", {
    pattern = config.filetypes,
    callback = function(args)
      local dir = vim.fn.expand("<afile>:p:h")
      for _, marker in ipairs(config.root_markers) do
        local found = vim.fn.findfile(marker, dir .. ";")
        if found ~= "" then
          dir = vim.fn.fnamemodify(found, ":p:h")
          break
        end
      end
      config.id = config.id or vim.lsp.start_client({ name = name, cmd = config.cmd, root_dir = dir })
      vim.lsp.buf_attach_client(args.buf, config.id)
    end,
  })
end
